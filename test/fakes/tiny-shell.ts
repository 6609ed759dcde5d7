import type { Surroundings } from './fake-machine.ts';

/** What a program did: output with the time of each piece, and when it ended. Milliseconds. */
export interface ShellRun {
  output: { at: number; stream: 'stdout' | 'stderr'; text: string }[];
  /** Null: it runs until it is ended. */
  endsAt: number | null;
  exitCode: number;
}

export interface ShellInput {
  stdin: string;
  env: Readonly<Record<string, string>>;
  /** Null where there is no such file. */
  readFile(path: string): string | null;
  /** Of programs that look outside; absent: nothing is there. */
  outside?: Surroundings;
  /** Its terminal; null where it has none. */
  terminal?: { columns: number; rows: number } | null;
}

/**
 * As much of a shell as tests of an engine need: `sh -c` with commands separated by `;`, each of
 * `echo TEXT [>&2]` with `$NAME`, `cat [PATH]`, `sleep SECONDS`, `exit CODE`, `true`, `false`,
 * `test -t 1 && COMMAND`, `stty size`, of what looks outside `wget … URL` and `tee -a DEVICE…`, and of the
 * machine's own programs. In a
 * terminal all output is one stream, its lines end as there.
 */
export function tinyShell(command: readonly string[], input: ShellInput): ShellRun {
  const script =
    command[0] === 'sh' && command[1] === '-c' ? (command[2] ?? '') : command.join(' ');
  const run: ShellRun = { output: [], endsAt: 0, exitCode: 0 };
  for (const statement of script.split(';').map((part) => part.trim())) {
    if (statement === '' || run.endsAt === null) continue;
    const command = statement.replace(/^test -t 1 && /, '');
    if (command !== statement && !input.terminal) continue;
    const [name = '', ...words] = command.split(/\s+/);
    const toStderr = words.at(-1) === '>&2';
    const args = toStderr ? words.slice(0, -1) : words;
    const say = (text: string, stream: 'stdout' | 'stderr' = toStderr ? 'stderr' : 'stdout') =>
      run.output.push({
        at: run.endsAt ?? 0,
        ...(input.terminal
          ? { stream: 'stdout' as const, text: text.replaceAll('\n', '\r\n') }
          : { stream, text }),
      });
    if (name === 'exit') {
      run.exitCode = Number(args[0] ?? run.exitCode);
      return run;
    }
    run.exitCode = execute(name, args, input, say, run);
  }
  return run;
}

function execute(
  name: string,
  args: readonly string[],
  { stdin, env, readFile, outside, terminal }: ShellInput,
  say: (text: string, stream?: 'stdout' | 'stderr') => void,
  run: ShellRun,
): number {
  const [first = ''] = args;
  const program = outside?.program(name) ?? null;
  if (program) {
    if (program.stdout) say(program.stdout);
    if (program.stderr) say(program.stderr, 'stderr');
    return program.exitCode ?? 0;
  }
  switch (name) {
    case 'true':
      return 0;
    case 'false':
      return 1;
    case 'echo':
      say(`${args.join(' ').replace(/\$(\w+)/g, (_, variable) => env[variable] ?? '')}\n`);
      return 0;
    case 'cat': {
      const text = first === '' ? stdin : readFile(first);
      if (text === null) say(`cat: can't open '${first}': No such file or directory\n`, 'stderr');
      else say(text);
      return text === null ? 1 : 0;
    }
    case 'stty':
      if (!terminal) say('stty: standard input\n', 'stderr');
      else say(`${terminal.rows} ${terminal.columns}\n`);
      return terminal ? 0 : 1;
    case 'sleep':
      run.endsAt = (run.endsAt ?? 0) + Number(first) * 1000;
      return 0;
    case 'wget': {
      const answer = outside?.ask(args.at(-1) ?? '') ?? 'refuses';
      if (answer === 'silent') run.endsAt = null;
      if (answer !== 'refuses') return 0;
      say("wget: can't connect to remote host (172.17.0.1): Connection refused\n", 'stderr');
      return 1;
    }
    case 'tee': {
      const closed = args.slice(1).filter((path) => outside?.mayOpen(path) !== true);
      for (const path of closed) say(`tee: ${path}: Permission denied\n`, 'stderr');
      return closed.length > 0 ? 1 : 0;
    }
    default:
      say(`sh: ${name}: not found\n`, 'stderr');
      return 127;
  }
}
