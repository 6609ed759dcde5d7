import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { containerSpec } from '../../../../test/fakes/container-spec.ts';
import { type DoctorStand, doctorStand } from '../../../../test/fakes/doctor-stand.ts';
import { ports } from './ports.ts';

let stand: DoctorStand;
let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
  stand.remove();
});

async function listen(port: number): Promise<void> {
  server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
}

it('passes where the ports are the door’s, and where they are free', async () => {
  stand = await doctorStand();
  expect(await stand.look(ports)).toMatchObject([
    { severity: 'ok', text: expect.stringMatching(/are free$/) },
  ]);
  await stand.up();
  expect(await stand.look(ports)).toMatchObject([
    { severity: 'ok', text: expect.stringMatching(/are the project's$/) },
  ]);
});

it('is a problem where a program has the port of a stopped door: named, with its process', async () => {
  stand = await doctorStand();
  await stand.up();
  stand.docker.fake.crash('gecko-web-1', 1);
  const { rag } = stand.runtime.config.ports;
  await listen(rag);
  const [found] = await stand.look(ports);
  expect(found).toMatchObject({
    code: 'PORT_TAKEN',
    severity: 'problem',
    fix: { what: expect.stringMatching(/ports\.rag in gecko\.yaml; \d+ is free/) },
  });
  const who = process.platform === 'linux' ? `process ${process.pid}` : 'another program';
  expect(JSON.stringify(found)).toContain(who);
});

it('names a container that has it, and only warns before up', async () => {
  stand = await doctorStand();
  const { qa } = stand.runtime.config.ports;
  const published = [{ address: '0.0.0.0', hostPort: qa, containerPort: 80 }];
  const spec = { ...containerSpec('other', 'gecko-backend:test'), ports: published };
  await stand.docker.fake.startContainer(await stand.docker.fake.createContainer(spec));
  expect(await stand.look(ports)).toMatchObject([
    {
      code: 'PORT_TAKEN',
      severity: 'warning',
      text: expect.stringContaining('container other (image gecko-backend:test'),
    },
  ]);
});

it('warns where the configuration names another port than the door has, and mends it', async () => {
  stand = await doctorStand();
  await stand.up();
  stand.runtime.config.ports.rag += 1_000;
  const [found] = (await stand.look(ports)) as Exclude<
    Awaited<ReturnType<typeof stand.look>>,
    string
  >;
  expect(found).toMatchObject({ code: 'PORT_UNPUBLISHED', severity: 'warning' });
  await found?.fix?.apply?.();
  expect(await stand.short(ports)).toEqual(['ok PORTS']);
});

it('looks at three ports in the embedded runtime', async () => {
  stand = await doctorStand();
  await listen(stand.runtime.config.ports.rag);
  expect(await stand.short(ports, 'embedded')).toEqual(['warning PORT_TAKEN']);
  await stand.runtime.supervisor.ensure(stand.runtime.signal);
  stand.runtime.config.ports = { ...stand.runtime.config.ports, web: [8081], rag: 8000, qa: 8002 };
  expect(await stand.short(ports, 'embedded')).toEqual(['ok PORTS']);
});
