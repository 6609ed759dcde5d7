import { randomBytes } from 'node:crypto';
import type { OldQdrant } from '../../clients/old-qdrant.ts';
import type { Engine } from '../../engine/engine.ts';
import { inert } from '../../engine/execute/inert.ts';
import { lastWords } from '../../engine/execute/last-lines.ts';
import { withContainer } from '../../engine/execute/with-container.ts';
import type { ContainerSpec } from '../../engine/objects.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { type Owner, ownerLabels } from '../../stack/labels.ts';
import { askOldQdrant } from './ask-old-qdrant.ts';

export interface ScratchInput {
  engine: Engine;
  owner: Owner;
  /** Of the old Qdrant: it reads its own storage, whatever its version. */
  image: string;
  /** A copy of its storage. */
  volume: string;
  /** Where it looks for that. */
  target: string;
}

/** Milliseconds in which it has to open its storage. */
const WITHIN = 300_000;

/**
 * Runs the old Qdrant over a copy of its storage, without a network and a port, as long as `work` reads it.
 * @throws GeckoError ADOPT_UNREADABLE (exit 21) with its own words where it does not open the storage
 */
export async function withScratchQdrant<T>(
  { engine, owner, image, volume, target }: ScratchInput,
  runtime: Runtime,
  work: (qdrant: OldQdrant) => Promise<T>,
): Promise<T> {
  const { command: _, ...nothing } = inert;
  const spec: ContainerSpec = {
    ...nothing,
    name: `${owner.project}-adopt-qdrant-${randomBytes(4).toString('hex')}`,
    image,
    labels: ownerLabels(owner),
    mounts: [{ type: 'volume', source: volume, target, readOnly: false }],
    env: { QDRANT__STORAGE__STORAGE_PATH: target, QDRANT__TELEMETRY_DISABLED: 'true' },
    // Whoever it ran as: its files are root's, or another user's than the image's.
    user: '0:0',
    dropCapabilities: false,
    logRotation: { size: '10m', files: 1 },
    stopTimeout: 10,
  };
  return withContainer(engine, spec, async (container) => {
    await engine.startContainer(container);
    return await askOldQdrant(
      engine,
      container,
      null,
      async (qdrant) => {
        await untilItAnswers(qdrant, engine, container, runtime);
        return work(qdrant);
      },
      runtime.signal,
    );
  });
}

async function untilItAnswers(
  qdrant: OldQdrant,
  engine: Engine,
  container: string,
  { clock, signal }: Runtime,
): Promise<void> {
  const deadline = clock.monotonic() + WITHIN;
  for (;;) {
    try {
      await qdrant.collections(signal);
      return;
    } catch (error) {
      signal.throwIfAborted();
      const now = await engine.container(container);
      const hasEnded = now?.status !== 'running';
      if (hasEnded || clock.monotonic() > deadline)
        throw unreadable(await lastWords(engine, container, 5, signal), error);
    }
    await clock.sleep(200, signal);
  }
}

function unreadable(lines: readonly string[], cause: unknown): GeckoError {
  const words = lines.join('\n').trim();
  return new GeckoError(
    'ADOPT_UNREADABLE',
    `The old Qdrant does not open the copy of its storage: ${words === '' ? 'it says nothing' : words}`,
    {
      exitCode: exitCodes.unsupported,
      hint: 'Nothing of the old stack was changed. gecko explain ADOPT_UNREADABLE says what can be done.',
      cause,
    },
  );
}
