import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { containerSpec } from '../../../../test/fakes/container-spec.ts';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { ports } from './ports.ts';

let project: ExaminedProject;
let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
  project.remove();
});

async function listen(port: number): Promise<void> {
  server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
}

it('passes where the ports are the door’s, and where they are free', async () => {
  project = await examinedProject();
  expect(await project.examine(ports)).toMatchObject([
    { severity: 'ok', text: expect.stringMatching(/are free$/) },
  ]);
  await project.up();
  expect(await project.examine(ports)).toMatchObject([
    { severity: 'ok', text: expect.stringMatching(/are the project's$/) },
  ]);
});

it('is a problem where a program has the port of a stopped door: named, with its process', async () => {
  project = await examinedProject();
  await project.up();
  project.docker.fake.crash('gecko-web-1', 1);
  const { rag } = project.runtime.config.ports;
  await listen(rag);
  const [found] = await project.examine(ports);
  expect(found).toMatchObject({
    code: 'PORT_TAKEN',
    severity: 'problem',
    fix: { what: expect.stringMatching(/ports\.rag in gecko\.yaml; \d+ is free/) },
  });
  const who = process.platform === 'linux' ? `process ${process.pid}` : 'another program';
  expect(JSON.stringify(found)).toContain(who);
});

it('names a container that has it, and only warns before up', async () => {
  project = await examinedProject();
  const { qa } = project.runtime.config.ports;
  const published = [{ address: '0.0.0.0', hostPort: qa, containerPort: 80 }];
  const spec = { ...containerSpec('other', 'gecko-backend:test'), ports: published };
  await project.docker.fake.startContainer(await project.docker.fake.createContainer(spec));
  expect(await project.examine(ports)).toMatchObject([
    {
      code: 'PORT_TAKEN',
      severity: 'warning',
      text: expect.stringContaining('container other (image gecko-backend:test'),
    },
  ]);
});

it('warns where the configuration names another port than the door has, and mends it', async () => {
  project = await examinedProject();
  await project.up();
  project.runtime.config.ports.rag += 1_000;
  const [found] = (await project.examine(ports)) as Exclude<
    Awaited<ReturnType<typeof project.examine>>,
    string
  >;
  expect(found).toMatchObject({ code: 'PORT_UNPUBLISHED', severity: 'warning' });
  await found?.fix?.apply?.();
  expect(await project.short(ports)).toEqual(['ok PORTS']);
});

it('looks at three ports in the embedded runtime', async () => {
  project = await examinedProject();
  await listen(project.runtime.config.ports.rag);
  expect(await project.short(ports, 'embedded')).toEqual(['warning PORT_TAKEN']);
  await project.runtime.supervisor.ensure(project.runtime.signal);
  project.runtime.config.ports = {
    ...project.runtime.config.ports,
    web: [8081],
    rag: 8000,
    qa: 8002,
  };
  expect(await project.short(ports, 'embedded')).toEqual(['ok PORTS']);
});
