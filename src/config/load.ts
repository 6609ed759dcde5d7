import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { keys } from './keys.ts';
import type { Folders } from './paths.ts';
import { configError, type Problem } from './problem.ts';
import { refuseComposeFile } from './refuse-compose-file.ts';
import { type Flags, resolveConfig, type SourceFile } from './resolve.ts';
import type { ResolvedConfig } from './schema.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of this process; read here and handed on as an argument. Variables with secrets are
 * taken out of it: no program that gecko starts inherits them.
 */
export function readEnvironment(): Environment {
  const env = { ...process.env };
  for (const variable of secretVariables()) delete process.env[variable];
  return env;
}

/** As it may be handed to another program. */
export function withoutSecrets(env: Environment): Environment {
  const secret = secretVariables();
  return Object.fromEntries(Object.entries(env).filter(([name]) => !secret.includes(name)));
}

function secretVariables(): string[] {
  return keys.flatMap(({ secret, variable }) => (secret && variable !== null ? [variable] : []));
}

export interface LoadInput {
  cwd: string;
  env: Environment;
  /** Values given as flags, by key: `{ project: 'handbook' }`. */
  flags: Flags;
  folders: Folders;
  /** In place of those that are found. */
  files?: { config?: string; env?: string };
  /** What gecko.yaml is taken to be, whether or not it is there. */
  file?: SourceFile;
}

/**
 * The configuration of this call: flags, environment, `.env`, gecko.yaml, the user's file, defaults.
 * @throws GeckoError CONFIG_SYNTAX, CONFIG_INVALID, CONFIG_UNKNOWN_KEY, CONFIG_UNREADABLE (exit 2)
 */
export async function loadConfig({
  cwd,
  env,
  flags,
  folders,
  files = {},
  file: given,
}: LoadInput): Promise<ResolvedConfig> {
  const project =
    given?.path ??
    (files.config === undefined
      ? findUpward(cwd, ['gecko.yaml', 'gecko.yml'])
      : resolve(cwd, files.config));
  const file = given ?? (project === null ? null : readSource(project));
  if (file && files.config !== undefined) refuseComposeFile(file);
  return resolveConfig({
    cwd,
    env,
    flags,
    file,
    // A folder named .env is common (Python); the file may belong to other programs.
    dotenv:
      files.env === undefined
        ? readIfFile(join(project === null ? cwd : dirname(project), '.env'))
        : readSource(resolve(cwd, files.env)),
    user: readIfFile(folders.userConfig),
  });
}

function findUpward(start: string, names: readonly string[]): string | null {
  for (let folder = start; ; folder = dirname(folder)) {
    const found = names.map((name) => join(folder, name)).find(existsSync);
    if (found !== undefined) return found;
    if (folder === dirname(folder)) return null;
  }
}

function readIfFile(path: string): SourceFile | null {
  return isFile(path) ? readSource(path) : null;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    // Not there, or in a folder that is closed to us: no configuration of ours either way.
    return false;
  }
}

function readSource(path: string): SourceFile {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return { path, text: decoder.decode(readFileSync(path)) };
  } catch (cause) {
    throw configError([unreadable(path, cause)]);
  }
}

function unreadable(file: string, cause: unknown): Problem {
  const why =
    cause instanceof TypeError
      ? 'it is not UTF-8 text; save it as UTF-8'
      : cause instanceof Error && 'code' in cause && cause.code === 'EISDIR'
        ? 'it is a folder'
        : cause instanceof Error
          ? cause.message
          : String(cause);
  return {
    code: 'CONFIG_UNREADABLE',
    origin: { kind: 'file', file, line: 1, column: 1 },
    text: `cannot be read: ${why}`,
  };
}
