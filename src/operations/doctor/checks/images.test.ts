import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type DoctorStand, doctorStand } from '../../../../test/fakes/doctor-stand.ts';
import { stackImages } from '../../../../test/fakes/fake-docker.ts';
import { noteImages } from '../../docker/note-images.ts';
import { images } from './images.ts';

const behaviour = { health: { healthyAfter: 0 } };
let stand: DoctorStand;
afterEach(() => stand.remove());

it('passes what up has recorded', async () => {
  stand = await doctorStand();
  expect(await stand.look(images)).toBe('The project has no containers');
  await stand.up();
  expect(await stand.short(images)).toEqual(['ok IMAGES']);
});

it('is a problem where Ollama is of a version with a known hole', async () => {
  const old = 'ollama/ollama:0.33.3';
  stand = await doctorStand(
    {},
    { ...stackImages, [old]: stackImages['ollama/ollama:0.35.0'] ?? {} },
  );
  stand.runtime.config.images.ollama = old;
  await stand.up();
  expect(await stand.look(images)).toMatchObject([
    {
      code: 'IMAGE_VULNERABLE',
      severity: 'problem',
      text: expect.stringContaining('CVE-2026-103663'),
      fix: { what: expect.stringContaining('images.ollama'), command: 'gecko up --pull always' },
    },
  ]);
});

it('warns of what another machine has recorded otherwise', async () => {
  stand = await doctorStand();
  await stand.up();
  const path = join(stand.runtime.paths.project.folder, 'gecko.lock.json');
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  lock.platforms['linux/amd64'].qdrant = {
    ...{ reference: 'qdrant/qdrant:v1.17.0', digest: 'qdrant/qdrant@sha256:00', id: 'sha256:00' },
  };
  writeFileSync(path, JSON.stringify(lock));
  expect(await stand.look(images)).toMatchObject([
    { code: 'IMAGE_DRIFT', severity: 'warning', fix: { command: 'gecko pull' } },
  ]);
});

it('warns of a container that is older than the image that was fetched, and mends it', async () => {
  const registry = { 'qdrant/qdrant:v1.18.3-unprivileged': { command: ['newer'], behaviour } };
  stand = await doctorStand({ registry });
  await stand.up();
  const { signal } = stand.runtime;
  await stand.docker.fake.pullImage('qdrant/qdrant:v1.18.3-unprivileged', { signal });
  const { images: all } = await stand.docker.fake.snapshot('gecko');
  const services = [['qdrant', 'qdrant/qdrant:v1.18.3-unprivileged']] as const;
  await noteImages(services, all, stand.docker.fake.info, stand.runtime);
  const found = await stand.look(images);
  expect(found).toMatchObject([{ code: 'IMAGE_DRIFT', severity: 'warning' }]);
  if (typeof found !== 'string') await found[0]?.fix?.apply?.();
  expect(await stand.short(images)).toEqual(['ok IMAGES']);
});
