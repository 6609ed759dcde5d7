import { afterAll, beforeAll, describe, it } from 'vitest';
import { nginxOrNull, until } from '../../../test/engine/nginx-process.ts';
import { type DoorWorld, openDoorWorld } from '../../../test/fakes/door-world.ts';
import { type HttpsServer, startHttpsServer } from '../../../test/fakes/https-server.ts';

const tree = nginxOrNull();

describe.skipIf(tree === null)('the door before a server behind https, in a real nginx', () => {
  let server: HttpsServer;
  let other: HttpsServer;
  let world: DoorWorld;
  beforeAll(async () => {
    // Where the world's DNS has that name.
    server = await startHttpsServer((_, answer) => answer.end('{}'), 'DNS:ollama', '127.0.0.8');
    other = await startHttpsServer((_, answer) => answer.end());
    world = await openDoorWorld(tree ?? '');
  });
  afterAll(async () => {
    await world?.close();
    server?.close();
    other?.close();
  });

  it("passes on to one that the user's authority vouches for, and to no other", async () => {
    const url = `https://ollama:${server.port}`;
    const ollama = { url, isContainer: false, isPublished: true };
    const status = async () => (await world.ask('ollama', '/api/tags')).status;
    // In this order: a session that was checked once is taken up again without.
    await world.reload({ ollama, authorities: other.authority });
    await until(async () => (await status()) === 503);
    await world.reload({ authorities: server.authority });
    await until(async () => (await status()) === 200);
  });
});
