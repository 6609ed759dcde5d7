import { expect, it } from 'vitest';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { step } from '../../plan/step.ts';
import { undoMade } from './undo-made.ts';

const warn = (what: string) => expect.unreachable(what);

it('lets run again what was stopped to be made anew, and was not removed', async () => {
  const engine = fakeEngine({ clock: fakeClock(), images: { any: {} } });
  const service = 'web' as const;
  for (const name of ['kept', 'gone']) {
    await engine.createContainer(containerSpec(name, 'any'));
    await engine.startContainer(name);
    await engine.stopContainer(name, 1);
  }
  await engine.removeContainer('gone', { force: false });
  const begun = [
    step({ kind: 'container.stop', service, name: 'kept', seconds: 1 }, ''),
    step({ kind: 'container.stop', service, name: 'gone', seconds: 1 }, ''),
    step({ kind: 'container.remove', service, name: 'gone' }, ''),
  ];
  expect(await undoMade(begun, engine, warn)).toBe(true);
  expect((await engine.container('kept'))?.status).toBe('running');
  expect(await engine.container('gone')).toBeNull();
});
