import { tmpdir } from 'node:os';
import { afterEach, expect, it } from 'vitest';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { disk } from './disk.ts';

const gib = 2 ** 30;
let project: ExaminedProject;
afterEach(() => project.remove());

/** A backend that is asked from inside for the room there. */
const inside = (free: number) => ({
  imagePrograms: {
    node: () => JSON.stringify({ total: 100 * gib, free, files: 1000, freeFiles: 900 }),
  },
});
const elsewhere = { isLocal: false, address: 'ssh://jo@far.example' };

it('looks at the folder of an engine on this machine', async () => {
  project = await examinedProject({ info: { dataRoot: tmpdir() } });
  const found = await project.examine(disk);
  expect(found).toMatchObject([{ text: expect.stringContaining(`(${tmpdir()})`) }]);
});

it('asks from inside a container where the engine stores on another machine', async () => {
  project = await examinedProject({ info: elsewhere, machine: inside(50 * gib) });
  await project.up();
  expect(await project.examine(disk)).toMatchObject([
    { severity: 'ok', text: expect.stringContaining('50.0 GiB of 100 GiB') },
    { text: expect.stringContaining("gecko's data") },
  ]);
});

it('is a problem where little is left there, with both figures', async () => {
  project = await examinedProject({ info: elsewhere, machine: inside(gib / 2) });
  await project.up();
  const found = await project.examine(disk);
  expect(found).toMatchObject([
    {
      code: 'DISK_FULL',
      severity: 'problem',
      text: expect.stringMatching(/^512 MiB of 100 GiB/),
      fix: { command: 'docker system prune' },
    },
    {},
  ]);
});

it('says that it is not known where nobody can be asked', async () => {
  project = await examinedProject({ info: elsewhere });
  expect(await project.short(disk)).toContain('note DISK_UNKNOWN');
});

it('looks at gecko’s own folders in the embedded runtime', async () => {
  project = await examinedProject();
  const found = await project.examine(disk, 'embedded');
  expect(found).toMatchObject([{ text: expect.stringContaining('documents, vectors and models') }]);
});
