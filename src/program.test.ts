import { describe, expect, it } from 'vitest';
import type { ListedCommand } from './commands/list.ts';
import { commands } from './commands/list.ts';
import type { CommandSpec } from './commands/spec.ts';
import { findSpec, parseCommandLine } from './program.ts';

const run = async () => 0;
const specs: CommandSpec[] = [
  {
    name: 'ask',
    summary: 'ask',
    arguments: [{ name: 'question', summary: 'q' }],
    options: [
      { flags: '--top-k <n>', summary: 'k', type: 'integer', minimum: 1 },
      { flags: '-t, --timeout <seconds>', summary: 't', type: 'integer' },
      { flags: '--filter <key=value>', summary: 'f', type: 'key=value', repeatable: true },
      { flags: '--backend <name>', summary: 'b', choices: ['rag', 'qa'] },
    ],
    examples: [],
    run,
  },
  { name: 'status', aliases: ['ps'], summary: 's', examples: [], run },
  {
    name: 'ingest',
    summary: 'i',
    arguments: [{ name: 'path', summary: 'p', required: true, variadic: true }],
    examples: [],
    run,
  },
  {
    name: 'corpus',
    summary: 'c',
    examples: [],
    subcommands: [
      {
        name: 'list',
        aliases: ['ls'],
        summary: 'l',
        options: [{ flags: '--all', summary: 'a' }],
        examples: [],
        run,
      },
      {
        name: 'show',
        summary: 's',
        arguments: [{ name: 'document', summary: 'd', required: true }],
        examples: [],
        run,
      },
    ],
  },
];

function listWith(loaded: string[] = []): ListedCommand[] {
  return specs.map((spec) => ({
    name: spec.name,
    ...(spec.aliases ? { aliases: spec.aliases } : {}),
    group: 'Services',
    load: async () => {
      loaded.push(spec.name);
      return { command: spec };
    },
  }));
}

const words = (line: string) => line.split(' ').filter((word) => word !== '');
const parse = (line: string, list = listWith()) => parseCommandLine(words(line), list);
async function runOf(line: string) {
  const call = await parse(line);
  if (call.kind !== 'run') throw new Error(`${line} does not run`);
  return call;
}

describe('parseCommandLine', () => {
  it('loads the module of the command that is called, and no other', async () => {
    const loaded: string[] = [];
    await parse('status', listWith(loaded));
    await parse('asks', listWith(loaded)).catch(() => {});
    expect(loaded).toEqual(['status']);
  });

  it.each([
    '--json --project x --runtime embedded ask why --top-k 3',
    'ask --json -p x why --runtime=embedded --top-k=3',
    'ask why --top-k 3 --runtime embedded --project=x --json',
  ])('takes global options before and behind the command: %s', async (line) => {
    const { globals, invocation } = await runOf(line);
    expect(globals).toMatchObject({ json: true, flags: { project: 'x', runtime: 'embedded' } });
    expect(invocation).toEqual({ args: ['why'], options: { topK: 3 } });
  });

  it('collects options that may be given several times', async () => {
    const { invocation } = await runOf('ask why --filter a=1 --filter b=2=3');
    expect(invocation.options).toEqual({ filter: ['a=1', 'b=2=3'] });
  });

  it('takes words behind -- as they are', async () => {
    const { invocation, globals } = await runOf('ask -- --json');
    expect(invocation.args).toEqual(['--json']);
    expect(globals.json).toBe(false);
  });

  it('runs subcommands and aliases', async () => {
    expect((await runOf('corpus show a/b.md')).spec.name).toBe('show');
    expect((await runOf('ps')).spec.name).toBe('status');
    expect((await runOf('ingest a b')).invocation.args).toEqual([['a', 'b']]);
  });

  it.each([
    ['', 'help', []],
    ['--help', 'help', []],
    ['help', 'help', []],
    ['help ask', 'help', ['ask']],
    ['--project x ask why -h', 'help', ['ask', 'why']],
    ['corpus show --help', 'help', ['corpus', 'show']],
  ])('understands a call for help: %s', async (line, kind, path) => {
    expect(await parse(line)).toEqual({ kind, path });
  });

  it.each([
    ['asks', 'UNKNOWN_COMMAND', "Unknown command 'asks'", 'Did you mean ask?'],
    ['xyzzy', 'UNKNOWN_COMMAND', "Unknown command 'xyzzy'", '`gecko --help` lists'],
    ['asks --top-k 3', 'UNKNOWN_COMMAND', "Unknown command 'asks'", 'Did you mean ask?'],
    ['ask why --topk 3', 'USAGE', "Unknown option '--topk'", 'Did you mean --top-k?'],
    ['ask why --jsno', 'USAGE', "Unknown option '--jsno'", 'Did you mean --json?'],
    ['ingest', 'USAGE', "Missing required argument 'path'", 'Usage: gecko ingest <path...>'],
    ['ask a b', 'USAGE', 'Too many arguments', 'Usage: gecko ask [OPTIONS] [question]'],
    ['ask why --top-k many', 'USAGE', 'It must be a whole number', 'Usage: gecko ask'],
    ['ask why --top-k 0', 'USAGE', 'It must be a whole number from 1 on', 'Usage: gecko ask'],
    ['ask why -t -5', 'USAGE', 'It must be a whole number from 0 on', 'Usage: gecko ask'],
    ['ask why --lock-wait=-1', 'USAGE', 'It must be a whole number from 0 on', 'Usage: gecko ask'],
    ['ask why --top-k', 'USAGE', 'argument missing', 'Usage: gecko ask'],
    ['ask why --filter source', 'USAGE', 'It must be KEY=VALUE', 'Usage: gecko ask'],
    ['ask why --backend x', 'USAGE', 'Allowed choices are rag, qa', 'Usage: gecko ask'],
    ['status --runtime x', 'USAGE', 'Allowed choices are embedded, docker', 'Usage: gecko status'],
    ['corpus', 'USAGE', 'A command is missing', 'Usage: gecko corpus COMMAND'],
    ['corpus lits', 'UNKNOWN_COMMAND', "Unknown command 'lits'", 'Did you mean list?'],
    ['corpus show', 'USAGE', "Missing required argument 'document'", 'Usage: gecko corpus show'],
    ['ask why --topk 3', 'USAGE', "Unknown option '--topk'", '`gecko ask --help` lists'],
    ['corpus list --jsno', 'USAGE', "Unknown option '--jsno'", '`gecko corpus list --help`'],
    ['corpus ls --zzz', 'USAGE', "Unknown option '--zzz'", '`gecko corpus list --help`'],
    ['corpus --al', 'USAGE', "Unknown option '--al'", 'Did you mean gecko corpus list --all?'],
    ['--zzz', 'USAGE', "Unknown option '--zzz'", '`gecko --help` lists the options.'],
    ['--verson', 'USAGE', "Unknown option '--verson'", 'Did you mean --version?'],
  ])('says what is wrong with: %s', async (line, code, message, hint) => {
    await expect(parse(line)).rejects.toMatchObject({
      code,
      exitCode: 2,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });
});

describe('findSpec', () => {
  it('leads to the subcommand, and past other words', async () => {
    const names = async (line: string) =>
      (await findSpec(words(line), listWith())).map(({ name }) => name);
    expect(await names('corpus show x')).toEqual(['corpus', 'show']);
    expect(await names('corpus ls')).toEqual(['corpus', 'list']);
    expect(await names('ask why')).toEqual(['ask']);
    await expect(names('asks')).rejects.toMatchObject({ code: 'UNKNOWN_COMMAND' });
  });
});

describe('the list of commands', () => {
  it.each(commands.map((listed) => [listed.name, listed] as const))(
    'names %s as its own spec does',
    async (name, { load, aliases = [] }) => {
      const { command } = await load();
      expect(command.name).toBe(name);
      expect([...(command.aliases ?? [])]).toEqual([...aliases]);
      expect(command.examples.length).toBeGreaterThan(0);
    },
  );
});
