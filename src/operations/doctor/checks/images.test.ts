import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { stackImages } from '../../../../test/fakes/fake-docker.ts';
import { noteImages } from '../../docker/note-images.ts';
import { images } from './images.ts';

const behaviour = { health: { healthyAfter: 0 } };
let project: ExaminedProject;
afterEach(() => project.remove());

it('passes what up has recorded', async () => {
  project = await examinedProject();
  expect(await project.examine(images)).toBe('The project has no containers');
  await project.up();
  expect(await project.short(images)).toEqual(['ok IMAGES']);
});

it('is a problem where Ollama is of a version with a known hole', async () => {
  const old = 'ollama/ollama:0.33.3';
  project = await examinedProject(
    {},
    { ...stackImages, [old]: stackImages['ollama/ollama:0.35.0'] ?? {} },
  );
  project.runtime.config.images.ollama = old;
  await project.up();
  expect(await project.examine(images)).toMatchObject([
    {
      code: 'IMAGE_VULNERABLE',
      severity: 'problem',
      text: expect.stringContaining('CVE-2026-103663'),
      fix: { what: expect.stringContaining('images.ollama'), command: 'gecko up --pull always' },
    },
  ]);
});

it('warns of what another machine has recorded otherwise', async () => {
  project = await examinedProject();
  await project.up();
  const path = join(project.runtime.paths.project.folder, 'gecko.lock.json');
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  lock.platforms['linux/amd64'].qdrant = {
    ...{ reference: 'qdrant/qdrant:v1.17.0', digest: 'qdrant/qdrant@sha256:00', id: 'sha256:00' },
  };
  writeFileSync(path, JSON.stringify(lock));
  expect(await project.examine(images)).toMatchObject([
    { code: 'IMAGE_DRIFT', severity: 'warning', fix: { command: 'gecko pull' } },
  ]);
});

it('warns of a container that is older than the image that was fetched, and mends it', async () => {
  const registry = { 'qdrant/qdrant:v1.18.3-unprivileged': { command: ['newer'], behaviour } };
  project = await examinedProject({ registry });
  await project.up();
  const { signal } = project.runtime;
  await project.docker.fake.pullImage('qdrant/qdrant:v1.18.3-unprivileged', { signal });
  const { images: all } = await project.docker.fake.snapshot('gecko');
  const services = [['qdrant', 'qdrant/qdrant:v1.18.3-unprivileged']] as const;
  await noteImages(services, all, project.docker.fake.info, project.runtime);
  const found = await project.examine(images);
  expect(found).toMatchObject([{ code: 'IMAGE_DRIFT', severity: 'warning' }]);
  if (typeof found !== 'string') await found[0]?.fix?.apply?.();
  expect(await project.short(images)).toEqual(['ok IMAGES']);
});
