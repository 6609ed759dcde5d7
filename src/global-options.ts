import { integerOf } from './commands/option-values.ts';
import type { OptionSpec } from './commands/spec.ts';
import type { LockWish } from './state/lock-wish.ts';

/** Options of every command, before or after its name. */
export const globalOptions: readonly OptionSpec[] = [
  { flags: '--json', summary: 'print one JSON document (or NDJSON for streams) on stdout' },
  { flags: '--quiet', summary: 'print results and errors only' },
  { flags: '--verbose', summary: 'print details, and stack traces of errors' },
  { flags: '--no-color', summary: 'print without colours; NO_COLOR does the same' },
  { flags: '--yes', summary: 'answer every question with yes' },
  {
    flags: '-p, --project <name>',
    summary: 'project to work on',
    default: 'gecko',
    completes: 'project',
  },
  {
    flags: '--runtime <runtime>',
    summary: 'where the services run',
    choices: ['embedded', 'docker'],
  },
  {
    flags: '--offline',
    summary: 'fetch nothing from any network; what is missing is named',
  },
  {
    flags: '--config-file <file>',
    summary: 'gecko.yaml to use, in place of the one that is found; as Compose has it, -f in front',
    completes: 'path',
  },
  {
    flags: '--env-file <file>',
    summary: 'file of variables, in place of the .env beside gecko.yaml',
    completes: 'path',
  },
  {
    flags: '--lock-wait <seconds>',
    summary:
      'wait so long for another gecko that is changing the project; for one that starts or stops the embedded services, 30 minutes without this option',
    default: '0',
    type: 'integer',
  },
  {
    flags: '--break-lock',
    summary: 'take the lock over from a gecko of which nobody can tell whether it still runs',
  },
];

export interface GlobalValues {
  json: boolean;
  quiet: boolean;
  verbose: boolean;
  color: boolean;
  yes: boolean;
  lock: LockWish;
  /** Files that are named, in place of those that are found. */
  files: { config?: string; env?: string };
  /** Configuration keys given as flags. */
  flags: { project?: string; runtime?: string; offline?: true };
}

/** Options whose value is the next word: needed to find the command's name before parsing. */
export const globalOptionsWithValue: ReadonlySet<string> = new Set([
  '-p',
  '--project',
  '--runtime',
  '--config-file',
  '--env-file',
  '--lock-wait',
]);

export function globalValues(options: Readonly<Record<string, unknown>>): GlobalValues {
  const { project, runtime, configFile, envFile, offline } = options;
  return {
    json: options.json === true,
    quiet: options.quiet === true,
    verbose: options.verbose === true,
    color: options.color !== false,
    yes: options.yes === true,
    lock: {
      waitMs: (integerOf(options.lockWait) ?? 0) * 1_000,
      breaks: options.breakLock === true,
    },
    files: {
      ...(typeof configFile === 'string' ? { config: configFile } : {}),
      ...(typeof envFile === 'string' ? { env: envFile } : {}),
    },
    flags: {
      ...(typeof project === 'string' ? { project } : {}),
      ...(typeof runtime === 'string' ? { runtime } : {}),
      ...(offline === true ? { offline } : {}),
    },
  };
}

/** How to speak before the command line is understood, so that its errors come in the right form. */
export function roughGlobalValues(argv: readonly string[]): GlobalValues {
  const end = argv.indexOf('--');
  const given = new Set(end === -1 ? argv : argv.slice(0, end));
  return globalValues({
    json: given.has('--json'),
    quiet: given.has('--quiet'),
    verbose: given.has('--verbose'),
    color: !given.has('--no-color'),
  });
}
