import { parseDocument } from 'yaml';
import { exitCodes, GeckoError } from '../errors.ts';
import { composeEnvironment } from './compose-environment.ts';
import { composeMounts } from './compose-mounts.ts';
import { composePorts } from './compose-ports.ts';
import { envFilesOf } from './env-files-of.ts';
import { gpuOf } from './gpu-of.ts';
import { interpolate } from './interpolate.ts';
import type { OldService, OldStack } from './old-stack.ts';

export interface ComposeSource {
  text: string;
  /** Absolute path of the file. */
  path: string;
  /** Variables of the `.env` beside it. */
  variables: Readonly<Record<string, string>>;
  /** Variables of an `env_file`, by its path as the file has it; null where it cannot be read. */
  envFile(path: string): Readonly<Record<string, string>> | null;
}

type Tree = Record<string, unknown>;

/**
 * A Compose file as far as gecko takes things over from it. What it does not follow is a note: `extends`,
 * `include`, variables without a value.
 * @throws GeckoError ADOPT_FILE (exit 2) where it is no Compose file
 */
export function readCompose({ text, path, variables, envFile }: ComposeSource): OldStack {
  const document = parseDocument(text, { merge: true, prettyErrors: true, logLevel: 'silent' });
  const [error] = document.errors;
  if (error) throw notCompose(path, error.message.split('\n')[0] ?? 'it is no YAML');
  const notes: string[] = [];
  const unset = new Set<string>();
  const required = new Set<string>();
  const tree = filledIn(document.toJS({ maxAliasCount: 1_000 }), (given) => {
    const result = interpolate(given, variables);
    for (const name of result.unset) unset.add(name);
    for (const message of result.required) required.add(message);
    return result.text;
  });
  if (!isTree(tree) || !isTree(tree.services)) throw notCompose(path, 'it has no services');
  if (required.size > 0)
    throw notCompose(path, `variables that it requires are not in its .env: ${list(required)}`);
  if (unset.size > 0)
    notes.push(`Variables without a value in its .env count as empty: ${list(unset)}.`);
  if (tree.include !== undefined)
    notes.push('include is not followed: what those files add is not taken over.');
  const project = projectOf(tree, path, variables);
  const of = {
    project,
    volumes: isTree(tree.volumes) ? tree.volumes : {},
    folder: path.slice(0, path.lastIndexOf('/')),
  };
  const services = Object.entries(tree.services).flatMap(([name, given]): OldService[] => {
    if (!isTree(given)) return [];
    if (given.extends !== undefined)
      notes.push(`${name}: extends is not followed, what it inherits is not taken over.`);
    const files = envFilesOf(given.env_file);
    const fromFiles = files.map((file) => [file, envFile(file)] as const);
    for (const [file, found] of fromFiles)
      if (found === null) notes.push(`${name}: its env_file ${file} cannot be read.`);
    const env = Object.assign({}, ...fromFiles.map(([, found]) => found ?? {}));
    return [
      {
        ...serviceOf(name, given),
        env: { ...env, ...environment(given, variables) },
        mounts: composeMounts(given.volumes, of),
      },
    ];
  });
  const profiles = (variables.COMPOSE_PROFILES ?? '').split(',').filter((one) => one !== '');
  return { project, file: path, profiles, services, notes };
}

function environment(given: Tree, variables: ComposeSource['variables']) {
  return composeEnvironment(given.environment, variables);
}

function serviceOf(name: string, given: Tree): Omit<OldService, 'env' | 'mounts'> {
  const { image, build, scale, profiles } = given;
  const deploy = isTree(given.deploy) ? given.deploy : {};
  const folder = isTree(build) ? build.context : build;
  return {
    name,
    image: typeof image === 'string' ? image : null,
    build: typeof folder === 'string' ? folder : null,
    ports: composePorts(given.ports),
    command: [given.entrypoint, given.command].flat().filter(isText).join(' '),
    gpu: gpuOf(given),
    limits: limitsOf(given, deploy),
    replicas: count(deploy.replicas) ?? count(scale) ?? 1,
    profiles: Array.isArray(profiles) ? profiles.filter(isText) : [],
    containers: [],
  };
}

function limitsOf(given: Tree, deploy: Tree): OldService['limits'] {
  const resources = isTree(deploy.resources) ? deploy.resources : {};
  const limits = isTree(resources.limits) ? resources.limits : {};
  const cpus = Number(limits.cpus ?? given.cpus ?? 0);
  const memory = limits.memory ?? given.mem_limit ?? null;
  return {
    cpus: Number.isFinite(cpus) && cpus > 0 ? cpus : null,
    memory: memory === null ? null : String(memory),
  };
}

function count(value: unknown): number | null {
  const number = Number(value ?? Number.NaN);
  return Number.isInteger(number) && number > 0 ? number : null;
}

/** As Compose finds it: `name`, COMPOSE_PROJECT_NAME, else the folder's own name in its letters. */
function projectOf(tree: Tree, path: string, variables: ComposeSource['variables']): string {
  const given = variables.COMPOSE_PROJECT_NAME ?? tree.name;
  if (typeof given === 'string' && given !== '') return given;
  const folder = path.split('/').at(-2) ?? '';
  return folder
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

/** Every text in a tree replaced; keys stay. */
function filledIn(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((one) => filledIn(one, replace));
  if (!isTree(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, filledIn(one, replace)]),
  );
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function list(names: ReadonlySet<string>): string {
  return [...names].join(', ');
}

function notCompose(path: string, why: string): GeckoError {
  return new GeckoError('ADOPT_FILE', `${path} cannot be read as a Compose file: ${why}`, {
    exitCode: exitCodes.usage,
    hint: 'Nothing was changed. docker compose config shows what Compose makes of it; a project that the engine has can be named in its place.',
    details: { path },
  });
}
