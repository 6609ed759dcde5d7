import { randomBytes } from 'node:crypto';
import type { Engine } from '../../../engine/engine.ts';
import { isEngineGone } from '../../../engine/engine-gone.ts';
import { inert } from '../../../engine/execute/inert.ts';
import { lastWords } from '../../../engine/execute/last-lines.ts';
import { releaseVolumes } from '../../../engine/execute/release-volumes.ts';
import { holderLabel } from '../../../engine/execute/scratch-labels.ts';
import { withContainer } from '../../../engine/execute/with-container.ts';
import type { ContainerSpec } from '../../../engine/objects.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import { step } from '../../../plan/step.ts';
import type { Runtime } from '../../../runtime.ts';
import { labelNames, ownerLabels } from '../../../stack/labels.ts';
import { qdrant } from '../../../stack/services/qdrant.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { prepare } from '../../docker/prepare.ts';
import { qdrantReference } from '../qdrant-image.ts';

/** Milliseconds in which it has to be ready: it reads all that it keeps. */
const READY_WITHIN = 600_000;
const ASK_EVERY = 200;
const LOG_LINES = 8;

/** GET of a path on the container's own loopback address; its image has bash and no HTTP client. */
const ask = `exec 3<>"/dev/tcp/127.0.0.1/${qdrant.port}" || exit 7
printf 'GET %s HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' "$1" >&3
cat <&3`;

/**
 * Opens a storage by a Qdrant of the stack's image, which has no network and nothing else, and looks at
 * every collection; then it is closed again.
 * @param folder in the volume
 * @throws GeckoError VOLUME_UNPROVEN (exit 25) with its own words, and the engine's
 */
export async function tryQdrant(
  { volume, folder }: { volume: string; folder: string },
  project: DockerProject,
  runtime: Runtime,
): Promise<{ collections: string[] }> {
  const { engine, owner } = project;
  const target = '/gecko-storage';
  await releaseVolumes(engine, [volume]);
  const spec: ContainerSpec = {
    ...inert,
    name: `${owner.project}-proof-${randomBytes(4).toString('hex')}`,
    image: await imageOf(project, runtime),
    labels: { ...ownerLabels(owner), ...holderLabel() },
    mounts: [{ type: 'volume', source: volume, target, readOnly: false }],
    command: ['./entrypoint.sh'],
    user: qdrant.user ?? '0:0',
    env: {
      QDRANT__STORAGE__STORAGE_PATH: `${target}/${folder}`,
      QDRANT__TELEMETRY_DISABLED: 'true',
    },
  };
  return withContainer(engine, spec, async (container) => {
    await engine.startContainer(container);
    await ready(container, engine, runtime);
    const names = namesIn(await get('/collections', container, engine, runtime));
    for (const name of names) {
      const path = `/collections/${encodeURIComponent(name)}`;
      const answer = await get(path, container, engine, runtime);
      if (!/^HTTP\S+ 200 /.test(answer) || /"status":\s*"red"/.test(answer))
        throw unproven(`Qdrant cannot read the collection ${name}`, bodyOf(answer));
    }
    await engine.stopContainer(container, qdrant.stopTimeout);
    return { collections: names };
  });
}

async function ready(container: string, engine: Engine, runtime: Runtime): Promise<void> {
  const { clock, signal } = runtime;
  const deadline = clock.monotonic() + READY_WITHIN;
  for (;;) {
    signal.throwIfAborted();
    const seen = await engine.container(container);
    if (seen?.status !== 'running')
      throw unproven(
        `Qdrant cannot open it, and ended with exit code ${seen?.exitCode ?? 'unknown'}`,
        await words(container, engine, signal),
      );
    const answer = await get('/readyz', container, engine, runtime);
    if (/^HTTP\S+ 200 /.test(answer)) return;
    if (clock.monotonic() > deadline)
      throw unproven(
        `Qdrant did not become ready with it within ${READY_WITHIN / 60_000} minutes`,
        await words(container, engine, signal),
      );
    await clock.sleep(ASK_EVERY, signal);
  }
}

/** The whole answer; empty where nobody listens yet. */
async function get(
  path: string,
  container: string,
  engine: Engine,
  { signal }: Runtime,
): Promise<string> {
  const parts: Buffer[] = [];
  try {
    await engine.exec(container, {
      command: ['bash', '-c', ask, 'bash', path],
      onOutput: (stream, bytes) => void (stream === 'stdout' && parts.push(bytes)),
      signal,
    });
  } catch (error) {
    // It may have ended meanwhile: the next look tells.
    if (!(error instanceof GeckoError) || isEngineGone(error)) throw error;
    return '';
  }
  return Buffer.concat(parts).toString();
}

function namesIn(answer: string): string[] {
  const names = [...bodyOf(answer).matchAll(/"name":\s*("(?:[^"\\]|\\.)*")/g)];
  return names.map(([, name = '""']) => String(JSON.parse(name)));
}

function bodyOf(answer: string): string {
  return answer.slice(answer.indexOf('\r\n\r\n') + 4);
}

async function words(container: string, engine: Engine, signal: AbortSignal): Promise<string> {
  const lines = await lastWords(engine, container, LOG_LINES, signal);
  return lines.map((line) => line.trim()).join('\n');
}

/** The very image that the stack's Qdrant has; where there is none, the one that it would have. */
async function imageOf(project: DockerProject, runtime: Runtime): Promise<string> {
  const { engine, seen } = project;
  const own = seen.containers.find(({ labels }) => labels[labelNames.service] === 'qdrant');
  if (own) return own.imageId;
  const reference = qdrantReference(runtime.config);
  const there = await engine.image(reference);
  if (there) return there.id;
  const pull = step({ kind: 'image.pull', reference, services: ['qdrant'] }, 'proves the storage');
  await prepare({ steps: [pull], notes: [], destructive: [] }, project, runtime);
  return reference;
}

function unproven(why: string, words: string): GeckoError {
  return new GeckoError('VOLUME_UNPROVEN', `The storage did not stand its proof: ${why}`, {
    exitCode: exitCodes.integrity,
    hint: [
      'What was there before is unchanged. A newer Qdrant may have written it (key images.qdrant), or it was copied while it was written to.',
      ...(words === '' ? [] : ['Its own words:', words]),
    ].join('\n'),
    details: { words },
  });
}
