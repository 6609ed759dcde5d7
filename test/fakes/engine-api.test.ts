import { afterEach } from 'vitest';
import { engineConformance } from '../conformance/engine.ts';
import { openTestEngine } from '../engine/open-test-engine.ts';
import { type EngineApi, startEngineApi } from './engine-api.ts';
import { fakeEngine } from './fake-engine.ts';
import { fastClock } from './fast-clock.ts';

const open: EngineApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

/** The promises that the real engines keep, through the same adapter. */
for (const max of ['1.41', '1.52'])
  engineConformance(`the fake behind its API ${max}`, async () => {
    const clock = fastClock(5);
    const images = { 'gecko-test/busybox:1': { command: ['sh'] } };
    const api = await startEngineApi(fakeEngine({ clock, images }), { api: { min: '1.24', max } });
    open.push(api);
    let port = 20_000;
    return {
      engine: await openTestEngine(api.socket),
      image: 'gecko-test/busybox:1',
      missingImage: 'localhost:9/missing:1',
      port: async () => port++,
      sleep: (milliseconds) => clock.sleep(milliseconds),
    };
  });
