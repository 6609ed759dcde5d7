import { expect, it } from 'vitest';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { labelNames } from '../../stack/labels.ts';
import { type ProcessTable, systemProcesses } from '../../state/process-identity.ts';
import { inert } from './inert.ts';
import { scratchLabels } from './scratch-labels.ts';
import { sweepScratch } from './sweep-scratch.ts';

/** Where this process does not run any more. */
const after: ProcessTable = { ...systemProcesses, bootId: () => '', startTime: () => '1' };
const dead = (project: string) => scratchLabels(project, after);

it('removes what dead processes of the project have left, and nothing else', async () => {
  const engine = fakeEngine({ clock: fakeClock(), images: { busybox: {} } });
  const make = async (name: string, labels: Record<string, string>) => {
    await engine.createVolume(name, labels);
    const mounts = [{ type: 'volume' as const, source: name, target: '/v', readOnly: false }];
    await engine.createContainer({ ...inert, name, image: 'busybox', labels, mounts });
  };
  const elsewhere = { pid: 1, startTime: '1', bootId: 'b', host: 'far.example' };
  await make('left', dead('shop'));
  await make('used', scratchLabels('shop'));
  await make('other', dead('office'));
  await make('far', {
    ...dead('shop'),
    [labelNames.scratchHolder]: JSON.stringify(elsewhere),
  });
  await make('odd', { ...dead('shop'), [labelNames.scratchHolder]: 'what?' });
  await make('foreign', {});
  await sweepScratch(engine, 'shop');
  const { foreign } = await engine.snapshot('shop');
  const kept = ['far', 'foreign', 'odd', 'other', 'used'];
  expect(foreign.containers.map(({ name }) => name).sort()).toEqual(kept);
  expect(foreign.volumes.map(({ name }) => name).sort()).toEqual(kept);
});
