import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { liveClock } from '../../live-clock.ts';
import { waysInside } from './ways-inside.ts';

const { signal } = new AbortController();

/** A container whose Node.js is this machine's. */
async function container() {
  const run = promisify(execFile);
  const node = async (args: readonly string[]) => (await run(process.execPath, args)).stdout;
  const engine = fakeEngine({
    clock: liveClock,
    images: { a: {} },
    machine: { imagePrograms: { node } },
  });
  const id = await engine.createContainer(containerSpec('a', 'a'));
  await engine.startContainer(id);
  return { engine, id };
}

it('tells how far each way leads', async () => {
  const server = createServer((_, response) => response.writeHead(418).end()).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { engine, id } = await container();
  const urls = [`http://127.0.0.1:${port}/a`, 'http://127.0.0.1:9/', 'http://no.invalid:80/'];
  const ways = await waysInside(engine, id, urls, signal);
  server.close();
  expect(ways).toEqual([
    { step: 'answered', status: 418 },
    { step: 'connect', detail: 'ECONNREFUSED', address: '127.0.0.1' },
    { step: 'resolve', detail: expect.stringMatching(/^E/) },
  ]);
});

it('comes to nothing where there is no Node.js', async () => {
  const engine = fakeEngine({ clock: liveClock, images: { a: {} } });
  const id = await engine.createContainer(containerSpec('a', 'a'));
  await engine.startContainer(id);
  expect(await waysInside(engine, id, ['http://127.0.0.1:9/'], signal)).toBeNull();
});
