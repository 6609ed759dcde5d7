import { describe, expect, it } from 'vitest';
import { composeCommands, composeHabits } from './commands/compose-habits.ts';
import { commands } from './commands/list.ts';
import { composeWords } from './compose-words.ts';
import { parseCommandLine } from './program.ts';

const words = (line: string) => line.split(' ').filter((word) => word !== '');

it.each([
  ['--profile cpu up -d', 'up --profile cpu -d'],
  ['--profile=gpu-nvidia up', 'up --profile=gpu-nvidia'.replace('=', ' ')],
  ['--profile cpu logs -f rag', 'logs -f rag'],
  ['-f gecko.yaml -p team --profile cpu up', '--config-file gecko.yaml -p team up --profile cpu'],
  ['--file=g.yaml logs -f', '--config-file g.yaml logs -f'],
  ['--project-name team ps', '--project team ps'],
  ['--dry-run up', 'up --dry-run'],
  ['--ansi never --progress=plain --parallel 2 up', '--no-color up'],
  ['--json --env-file x.env down', '--json --env-file x.env down'],
  ['stats --format json', 'stats --json'],
  ['stats --format=json rag', 'stats --json rag'],
  ['stats --format table', 'stats'],
  ['ps --format json', 'ps --format json'],
  ['config --quiet', 'config -q'],
  ['config --format json', 'config --format json'],
  ['up -y', 'up --yes'],
  ['exec rag ps -- --format json', 'exec rag ps -- --format json'],
  ['ask --profile', 'ask --profile'],
  ['--profile', '--profile'],
  ['--json', '--json'],
  ['', ''],
])('%s is %s', (given, expected) => {
  expect(composeWords(words(given)).join(' ')).toBe(expected);
});

it('takes one file', () => {
  expect(() => composeWords(words('-f a.yaml -f b.yaml up'))).toThrow('one file');
});

/** A value for each option that takes one. */
const values: Readonly<Record<string, string>> = {
  format: 'json',
  policy: 'always',
  'service=n': 'rag=2',
  'name=value': 'A=b',
  profile: 'cpu',
  time: '10m',
};

/** The command line of a habit, once for each spelling. */
function linesOf({ verb, flags }: (typeof composeHabits)[number]): string[] {
  const [, takes] = /<(.+)>/.exec(flags) ?? [];
  const value = takes === undefined ? '' : (values[takes] ?? '3');
  const names = flags.replace(/<.*>/, '').split(/[ ,]+/).filter(Boolean);
  return names.map((name) =>
    verb === 'gecko'
      ? `${name} ${value} up`
      : `${verb} ${name} ${value} ${verb === 'exec' ? 'rag ls' : ''}`,
  );
}

describe('what people type for docker compose', () => {
  const rows = composeHabits.flatMap((habit) => linesOf(habit).map((line) => ({ line, ...habit })));

  it.each(rows.filter(({ outcome }) => outcome !== 'instead'))(
    'is understood: $line',
    async ({ line }) => {
      expect(await parseCommandLine(words(line))).toMatchObject({ kind: 'run' });
    },
  );

  it.each(rows.filter(({ outcome }) => outcome === 'instead'))(
    'is refused with one line that says what to do: $line',
    async ({ line, note }) => {
      await expect(parseCommandLine(words(line))).rejects.toMatchObject({
        code: 'USAGE',
        exitCode: 2,
        message: expect.stringMatching(/^[^\n]+$/),
        hint: undefined,
      });
      await expect(parseCommandLine(words(line))).rejects.toThrow(note);
    },
  );

  it.each(Object.entries(composeCommands))('names what is there for %s', async (name, does) => {
    expect(commands.flatMap((one) => [one.name, ...(one.aliases ?? [])])).not.toContain(name);
    await expect(parseCommandLine([name])).rejects.toMatchObject({
      code: 'UNKNOWN_COMMAND',
      exitCode: 2,
      hint: expect.stringContaining(does),
    });
  });

  it('leaves the words of a program alone', async () => {
    expect(await parseCommandLine(words('exec rag prog -d --privileged'))).toMatchObject({
      invocation: { args: ['rag', ['prog', '-d', '--privileged']] },
    });
  });
});
