import { basename, dirname, join, resolve } from 'node:path';
import { isBucket } from '../../config/is-bucket.ts';
import { keyAt } from '../../config/keys.ts';
import { type Folders, findFolders } from '../../config/paths.ts';
import type { Runtime } from '../../runtime.ts';
import type { ScheduledCall } from '../../schedule/scheduled-call.ts';
import { runtimeOf } from '../choose-runtime.ts';

export interface CallInput {
  /** What is backed up: `qdrant`, `all`. */
  what: string;
  /** Repository, where it is not the configured one. */
  to?: string | undefined;
  /** Of Node, and of gecko; absolute. */
  program: readonly [string, string];
  /** Of whoever asks; absolute. */
  cwd: string;
  home: string;
}

/** Seconds that a scheduled backup waits for another gecko that changes the project. */
const PATIENCE = 1_800;

/** The call of gecko that makes a backup of this project from anywhere, without a shell. */
export async function scheduledCall(
  { what, to, program, cwd, home }: CallInput,
  runtime: Runtime,
): Promise<ScheduledCall> {
  const { config, paths } = runtime;
  const { project, file } = config;
  const isFound = file === null || ['gecko.yaml', 'gecko.yml'].includes(basename(file));
  const isRuntimeAsked = originOf('runtime', config) === 'flag';
  return {
    project,
    command: [
      ...program,
      ...['backup', what, '--scheduled', '--quiet', '--yes', '--project', project],
      ...(isFound ? [] : ['--config-file', file]),
      ...(isRuntimeAsked && config.runtime ? ['--runtime', config.runtime] : []),
      ...(to === undefined ? [] : ['--to', absolute(to, cwd)]),
      ...['--lock-wait', String(PATIENCE)],
    ],
    folder: file === null ? cwd : dirname(file),
    environment: { ...folderVariables(paths, home), ...shellVariables(config, cwd) },
    leavesPrograms: (await runtimeOf(runtime)) === 'embedded',
  };
}

/** Variables of this shell with secrets, which the call will not have; their names. */
export function lostVariables({ config }: Pick<Runtime, 'config'>): string[] {
  return config.entries.flatMap(({ secret, origin }) =>
    secret && origin.kind === 'environment' ? [origin.name] : [],
  );
}

/** Configuration that only the shell of now has: the services that a backup starts anew need it. */
function shellVariables({ entries }: Runtime['config'], cwd: string): Record<string, string> {
  const written = entries.flatMap(({ key, value, secret, origin }) => {
    if (secret || origin.kind !== 'environment' || origin.name === '') return [];
    const isPath = keyAt(key.split('.'))?.form === 'path' && typeof value === 'string';
    return [[origin.name, isPath ? absolute(value, cwd) : String(value)] as const];
  });
  return Object.fromEntries(written);
}

function absolute(path: string, cwd: string): string {
  return path.startsWith('~') || isBucket(path) ? path : resolve(cwd, path);
}

function originOf(key: string, { entries }: Runtime['config']): string {
  return entries.find((entry) => entry.key === key)?.origin.kind ?? 'default';
}

/** Those that lead to gecko's folders where they are elsewhere than anybody would look. */
function folderVariables(paths: Folders, home: string): Record<string, string> {
  const { config, state, data, cache } = paths;
  const own = dirname(state);
  const inOne = findFolders({ GECKO_HOME: own });
  if (
    [config, state, data, cache].join() ===
    [inOne.config, inOne.state, inOne.data, inOne.cache].join()
  )
    return { GECKO_HOME: own };
  const usual = findFolders({ HOME: home });
  const variables = {
    XDG_CONFIG_HOME: [config, usual.config],
    XDG_STATE_HOME: [state, usual.state],
    XDG_DATA_HOME: [data, usual.data],
    XDG_CACHE_HOME: [cache, usual.cache],
  };
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, [now = '', usually = '']]) =>
      now === usually ? [] : [[name, join(now, '..')]],
    ),
  );
}
