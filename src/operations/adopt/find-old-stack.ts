import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { composeLabels } from '../../adopt/compose-labels.ts';
import { mergeStacks } from '../../adopt/merge-stacks.ts';
import type { OldStack } from '../../adopt/old-stack.ts';
import { readCompose } from '../../adopt/read-compose.ts';
import { stackOfContainers } from '../../adopt/stack-of-containers.ts';
import { stackOfVolumes } from '../../adopt/stack-of-volumes.ts';
import { parseDotenv } from '../../config/dotenv.ts';
import type { Engine, EngineObjects } from '../../engine/engine.ts';
import type { ContainerDetails, ContainerState } from '../../engine/objects.ts';
import { exitCodes, GeckoError } from '../../errors.ts';

/** Names that Compose looks for in a folder, in its order. */
const names = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/**
 * The old stack that is meant, from its file and from what the engine has of it.
 * @param what path of a Compose file or of its folder, or the name of a Compose project
 * @throws GeckoError ADOPT_MISSING (exit 10), ADOPT_FILE (2), and the engine's
 */
export async function findOldStack(
  what: string,
  engine: Engine,
  { containers, volumes }: EngineObjects,
): Promise<OldStack> {
  const path = fileOf(resolve(what));
  if (path !== null) {
    const file = readFile(path);
    const own = containers.filter(({ labels }) => labels[composeLabels.project] === file.project);
    const there = own.length > 0 ? own : containers.filter((one) => isFrom(one, path));
    const project = there[0]?.labels[composeLabels.project] ?? file.project;
    return mergeStacks(file, stackOfContainers(project, await detailsOf(there, engine)));
  }
  const there = containers.filter(({ labels }) => labels[composeLabels.project] === what);
  const kept = volumes.filter(({ labels }) => labels[composeLabels.project] === what);
  if (there.length === 0 && kept.length === 0) throw missing(what, containers);
  if (there.length === 0) return stackOfVolumes(what, kept);
  const running = stackOfContainers(what, await detailsOf(there, engine));
  const known = engine.info.isLocal ? knownFile(there) : null;
  return known === null ? running : mergeStacks(readFile(known), running);
}

function fileOf(path: string): string | null {
  if (!existsSync(path)) return null;
  if (!statSync(path).isDirectory()) return path;
  return names.map((name) => join(path, name)).find(existsSync) ?? null;
}

function readFile(path: string): OldStack {
  const folder = dirname(path);
  const variables = variablesIn(join(folder, '.env')) ?? {};
  const stack = readCompose({
    text: readFileSync(path, 'utf8'),
    path,
    variables,
    envFile: (name) => variablesIn(resolve(folder, name)),
  });
  const more = ['override.yml', 'override.yaml']
    .flatMap((end) => [`docker-compose.${end}`, `compose.${end}`])
    .filter((name) => existsSync(join(folder, name)));
  const notes = more.map(
    (name) => `${name} is not read: what it changes counts only where its containers are there.`,
  );
  return { ...stack, notes: [...stack.notes, ...notes] };
}

function variablesIn(path: string): Record<string, string> | null {
  if (!existsSync(path) || !statSync(path).isFile()) return null;
  const entries = parseDotenv(readFileSync(path, 'utf8'));
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]));
}

async function detailsOf(
  containers: readonly ContainerState[],
  engine: Engine,
): Promise<ContainerDetails[]> {
  const all = await Promise.all(containers.map(({ id }) => engine.container(id)));
  return all.filter((one) => one !== null);
}

function isFrom({ labels }: ContainerState, path: string): boolean {
  return filesOf(labels).includes(path);
}

/** The file of the project, where it is still on this machine. */
function knownFile(containers: readonly ContainerState[]): string | null {
  const [first] = containers.flatMap(({ labels }) => filesOf(labels));
  return first !== undefined && existsSync(first) ? first : null;
}

/** The old Compose noted them relative to its folder. */
function filesOf(labels: ContainerState['labels']): string[] {
  const folder = labels[composeLabels.folder] ?? '/';
  const given = labels[composeLabels.files] ?? '';
  return given.split(',').flatMap((name) => (name === '' ? [] : resolve(folder, name)));
}

function missing(what: string, containers: readonly ContainerState[]): GeckoError {
  const projects = [
    ...new Set(containers.flatMap(({ labels }) => labels[composeLabels.project] ?? [])),
  ];
  return new GeckoError(
    'ADOPT_MISSING',
    `${what} is no Compose file here, and the engine has nothing of a Compose project of that name`,
    {
      exitCode: exitCodes.nothing,
      hint:
        projects.length > 0
          ? `Compose projects that it has: ${projects.toSorted().join(', ')}`
          : 'It has none of any Compose project. Is another engine meant? gecko doctor says which one is used.',
    },
  );
}
