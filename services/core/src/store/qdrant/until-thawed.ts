import type { Clock } from '../../clock.ts';
import { parseMetadata } from './metadata.ts';
import type { Qdrant } from './qdrant.ts';

/** Milliseconds between two looks. */
const LOOK_EVERY = 200;

/** Longer than anybody may freeze at once: what is told beyond it comes of a clock that was set. */
const MOST = 10 * 60_000;

/** Resolves when no other process keeps the writes of a generation waiting. */
export async function untilThawed(qdrant: Qdrant, physical: string, clock: Clock): Promise<void> {
  for (;;) {
    const { config } = await qdrant.read(`looking whether ${physical} is frozen`, (client) =>
      client.getCollection(physical),
    );
    const left = (parseMetadata(physical, config.metadata)?.frozenUntil ?? 0) - clock.now();
    if (left <= 0 || left > MOST) return;
    await clock.sleep(Math.min(left, LOOK_EVERY));
  }
}
