import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineError } from '../../src/engine/engine-error.ts';
import { swapIn } from '../../src/operations/backup/volume/swap.ts';
import type { SwapMark } from '../../src/operations/backup/volume/swap-mark.ts';
import { createSwapVolume } from '../../src/operations/backup/volume/swap-volumes.ts';
import { tryOutOf } from '../../src/operations/backup/volume/try-out-of.ts';
import { copyScript, digestScript, markScript } from '../../src/operations/backup/volume-tar.ts';
import { type DockerProject, openProject } from '../../src/operations/docker/open-project.ts';
import { catalog } from '../../src/stack/catalog.ts';
import { ownerLabels, serviceLabels } from '../../src/stack/labels.ts';
import { containerName, volumeName } from '../../src/stack/names.ts';
import { containerSpec } from './container-spec.ts';
import { type FakeDocker, fakeDocker } from './fake-docker.ts';
import { FakeRag } from './fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from './fake-runtime.ts';

type Role = 'live' | 'new' | 'old';

export interface SwapWorld {
  runtime: FakeRuntime;
  docker: FakeDocker;
  /** Name of the volume of Qdrant, which is the live one. */
  live: string;
  /** What the volumes of the one swap hold; null: nothing yet. */
  held: Record<Role, string | null>;
  mark: SwapMark | null;
  /** A kill: from the first call on for which it says so, nothing of gecko is carried out. */
  killedAt: (call: string) => boolean;
  /** As `replaceVolume` does once the new data is proven. */
  swap(): Promise<unknown>;
  /** Ends one at a call of the engine, or a line of a script in a volume. @param after so many of it */
  killedSwap(at: RegExp, after?: number): Promise<void>;
  /** The next gecko: what it sees. */
  next(): Promise<DockerProject>;
  /** Names of the services that run. */
  running(): Promise<string[]>;
  /** How often a Qdrant of its own was started to try a volume out. */
  trials(): number;
  remove(): void;
}

/** The stack `gecko` of a fake engine. Tools of volumes carry gecko's scripts out on what those hold. */
export async function swapWorld(): Promise<SwapWorld> {
  const home = mkdtempSync(join(tmpdir(), 'gecko-swap-'));
  let isDone = false;
  let isKilled = false;
  const call = (name: string) => {
    isKilled ||= world.killedAt(name);
    if (isKilled) throw engineError('ENGINE_FAILED', 'killed');
  };
  const role = (path = '') => path.slice(1).split('/')[0] as Role;
  const sh = ([, script = '', , first, second]: readonly string[]) => {
    const { held } = world;
    if (script.startsWith('[ ! -e') && first === '/new/done') return isDone ? 'yes\n' : '';
    if (script.startsWith('[ ! -e')) return world.mark ? JSON.stringify(world.mark) : '';
    if (script === digestScript) return `${held[role(first)]}`;
    call(script.split('\n')[0] ?? '');
    if (script === markScript) world.mark = JSON.parse(second ?? '');
    else if (script === copyScript) held[role(second)] = held[role(first)];
    else if (script.startsWith('rm -f')) world.mark = null;
    else if (script.startsWith('touch')) isDone = true;
    return '';
  };
  const bash = () => 'HTTP/1.0 200 OK\r\n\r\n{}';
  const docker = fakeDocker(undefined, {
    machine: { imagePrograms: { sh, bash } },
    before: (method) => call(method),
  });
  const runtime = await fakeRuntime(home, new FakeRag());
  Object.assign(runtime, { docker: async () => docker });
  const live = volumeName('gecko', 'qdrant_storage');
  const world: SwapWorld = {
    runtime,
    docker,
    live,
    held: { live: 'old data', new: null, old: null },
    mark: null,
    killedAt: () => false,
    async swap() {
      const project = await world.next();
      const next = await createSwapVolume(live, 'new', project);
      world.held.new = 'new data';
      const tryOut = tryOutOf('qdrant', project, runtime);
      return swapIn({ live, next, service: 'qdrant', tryOut, keepsOld: false }, project, runtime);
    },
    async killedSwap(at, after = 0) {
      let left = after;
      const swapping = world.swap();
      world.killedAt = (name) => at.test(name) && left-- === 0;
      await swapping.then(
        () => {
          throw new Error('it was not killed');
        },
        (error) => {
          if (!String(error).includes('killed')) throw error;
        },
      );
      await world.next();
    },
    async next() {
      isKilled = false;
      world.killedAt = () => false;
      return openProject(runtime);
    },
    async running() {
      const { containers } = await docker.fake.snapshot('gecko');
      const up = containers.filter(({ status }) => status === 'running');
      return up.map(({ name }) => name.split('-')[1] ?? '').toSorted();
    },
    trials: () =>
      docker.fake.made.filter((one) => one.startsWith('createContainer gecko-proof')).length,
    remove: () => rmSync(home, { recursive: true }),
  };
  const { owner } = await openProject(runtime);
  await docker.fake.createVolume(live, ownerLabels(owner));
  for (const { name, image } of catalog) {
    // Beside a user's own backend only.
    if (name === 'corpus') continue;
    const reference = image.from === 'registry' ? image.reference : 'gecko-backend:test';
    const spec = containerSpec(containerName('gecko', name, 1), reference);
    const mount = { type: 'volume' as const, source: live, target: '/data', readOnly: false };
    const id = await docker.fake.createContainer({
      ...spec,
      labels: serviceLabels(owner, name, 1),
      mounts: name === 'qdrant' ? [mount] : [],
    });
    await docker.fake.startContainer(id);
  }
  return world;
}
