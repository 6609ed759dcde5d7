import { expect, it } from 'vitest';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { removeNetwork } from './remove-network.ts';

it('names who is in a network that stays (row 25)', async () => {
  const images = { runs: { behaviour: { says: ['ready'] } } };
  const engine = fakeEngine({ clock: fakeClock(), images });
  await engine.createNetwork({ name: 'inside', internal: true, labels: {} });
  const id = await engine.createContainer({
    ...containerSpec('stranger', 'runs'),
    networks: [{ name: 'inside', aliases: [] }],
  });
  await engine.startContainer(id);
  await expect(removeNetwork(engine, 'inside')).rejects.toMatchObject({
    code: 'NETWORK_IN_USE',
    exitCode: 22,
    message: 'The network inside stays: in it is the container stranger',
    hint: expect.stringContaining('docker network disconnect inside stranger'),
  });
  await engine.removeContainer(id, { force: true });
  await removeNetwork(engine, 'inside');
  expect(await engine.network('inside')).toBeNull();
});
