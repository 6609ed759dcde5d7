import { describe, expect, it } from 'vitest';
import { composeCommands, composeHabits } from './commands/compose-habits.ts';
import { commands } from './commands/list.ts';
import { composeWords } from './compose-words.ts';
import { parseCommandLine } from './program.ts';

const specOf = async (name: string) =>
  (await commands.find((one) => [one.name, ...(one.aliases ?? [])].includes(name))?.load())
    ?.command ?? null;
const words = (line: string) => line.split(' ').filter((word) => word !== '');

it.each([
  ['--profile cpu up -d', 'up --profile cpu -d'],
  ['--profile=gpu-nvidia up', 'up --profile=gpu-nvidia'.replace('=', ' ')],
  ['--profile cpu logs -f rag', 'logs -f rag'],
  ['-f gecko.yaml -p team --profile cpu up', '--config-file gecko.yaml -p team up --profile cpu'],
  ['--file=g.yaml logs -f', '--config-file g.yaml logs -f'],
  ['--project-name team ps', '--project team ps'],
  ['--profile cpu pull --save x.tar', 'pull --profile cpu --save x.tar'],
  ['--profile cpu backup list', 'backup list'],
  ['--dry-run up', 'up --dry-run'],
  ['--dry-run --profile cpu up -d', 'up --dry-run --profile cpu -d'],
  ['--dry-run restore qdrant latest --yes', 'restore qdrant --dry-run latest --yes'],
  ['--dry-run restore -p qdrant volume v latest', 'restore -p qdrant volume --dry-run v latest'],
  ['--dry-run adopt old', 'adopt --dry-run old'],
  ['--dry-run confg', 'confg'],
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
])('%s is %s', async (given, expected) => {
  expect((await composeWords(words(given), specOf)).join(' ')).toBe(expected);
});

it('takes one file', async () => {
  await expect(composeWords(words('-f a.yaml -f b.yaml up'), specOf)).rejects.toThrow('one file');
});

it.each([
  ['down -v --yes', 'gecko down'],
  ['stop', 'gecko stop'],
  ['ps', 'gecko status'],
  ['backup prune --apply', 'gecko backup prune'],
  ['restore --resume', 'gecko restore'],
  ['exec rag ls', 'gecko exec'],
])('refuses --dry-run in front of what would do its work: %s', async (line, called) => {
  await expect(parseCommandLine(words(`--dry-run ${line}`))).rejects.toMatchObject({
    code: 'USAGE',
    exitCode: 2,
    message: expect.stringContaining(`--dry-run has no place in ${called}: `),
  });
});

it('hands what stands in front on to every command that has it', async () => {
  for (const { name, load } of commands) {
    const { command } = await load();
    for (const spec of [command, ...(command.subcommands ?? [])]) {
      const path = spec === command ? name : `${name} ${spec.name}`;
      const has = (flag: string) => spec.options?.some(({ flags }) => flags.split(' ')[0] === flag);
      const given = await composeWords(words(`--profile cpu ${path}`), specOf);
      expect(given.includes('--profile'), path).toBe(has('--profile') === true);
      const dry = composeWords(words(`--dry-run ${path}`), specOf).catch(() => null);
      expect((await dry)?.includes('--dry-run') ?? false, path).toBe(has('--dry-run') === true);
    }
  }
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
