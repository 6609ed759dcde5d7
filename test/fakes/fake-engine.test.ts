import { engineConformance } from '../conformance/engine.ts';
import { fakeClock } from './fake-clock.ts';
import { fakeEngine } from './fake-engine.ts';

engineConformance('the fake', async () => {
  const clock = fakeClock();
  let port = 20_000;
  return {
    engine: fakeEngine({ clock, images: { 'gecko-test/busybox:1': { command: ['sh'] } } }),
    image: 'gecko-test/busybox:1',
    missingImage: 'localhost:9/missing:1',
    port: async () => port++,
    sleep: (milliseconds) => clock.sleep(milliseconds),
  };
});
