import { expect, it } from 'vitest';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import type { Behaviour } from '../../../test/fakes/fake-container.ts';
import { fakeEngine } from '../../../test/fakes/fake-engine.ts';
import type { ContainerSpec } from '../../engine/objects.ts';
import { labelNames } from '../../stack/labels.ts';
import { qdrantDamage } from './qdrant-damage.ts';

async function found(behaviour: Behaviour, restart: ContainerSpec['restart'] = 'unless-stopped') {
  const clock = fakeClock();
  const engine = fakeEngine({ clock, images: { qdrant: { behaviour } } });
  const labels = { [labelNames.project]: 'shop', [labelNames.service]: 'qdrant' };
  const spec = { ...containerSpec('shop-qdrant-1', 'qdrant'), labels, restart };
  await engine.startContainer(await engine.createContainer(spec));
  const { signal } = new AbortController();
  await clock.sleep(1_000, signal);
  const seen = await engine.snapshot('shop');
  return qdrantDamage({ engine, seen }, { clock, signal });
}

const exits = { after: 100, code: 101 };

it('is told in the words of a Qdrant that ends whenever it starts', async () => {
  const says = ['Loading collection', 'ERROR qdrant: Panic: cannot read segment', 'bye'];
  expect(await found({ exits, says })).toBe(
    'shop-qdrant-1 ends whenever it starts, 1 time so far: ERROR qdrant: Panic: cannot read segment',
  );
  expect(await found({ exits, says: ['bye'] })).toBe(
    'shop-qdrant-1 ends whenever it starts, 1 time so far',
  );
});

it('is none where it runs, does not come back, or lacks memory', async () => {
  expect(await found({})).toBeNull();
  expect(await found({ exits }, 'no')).toBeNull();
  expect(await found({ exits: { ...exits, oomKilled: true } })).toBeNull();
});
