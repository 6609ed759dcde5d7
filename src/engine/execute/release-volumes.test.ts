import { expect, it } from 'vitest';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { systemProcesses } from '../../state/process-identity.ts';
import { inert } from './inert.ts';
import { releaseVolumes } from './release-volumes.ts';
import { holderLabel } from './scratch-labels.ts';

const after = { ...systemProcesses, bootId: () => '', startTime: () => '1' };
const dead = holderLabel(after);
const far = holderLabel({ ...after, host: 'far.example' });

it('removes what killed processes have left on these volumes, and nothing else', async () => {
  const engine = fakeEngine({ clock: fakeClock(), images: { busybox: {} } });
  const make = async (name: string, source: string, labels: Record<string, string>) => {
    await engine.createVolume(source, {});
    const mounts = [{ type: 'volume' as const, source, target: '/v', readOnly: false }];
    await engine.createContainer({ ...inert, name, image: 'busybox', labels, mounts });
  };
  await make('left', 'data', dead);
  await make('also-left', 'models', dead);
  await make('used', 'data', holderLabel());
  await make('far', 'data', far);
  await make('service', 'data', {});
  await make('elsewhere', 'other', dead);
  await releaseVolumes(engine, ['data', 'models']);
  const { containers } = (await engine.snapshot('')).foreign;
  const kept = ['elsewhere', 'far', 'service', 'used'];
  expect(containers.map(({ name }) => name).sort()).toEqual(kept);
});
