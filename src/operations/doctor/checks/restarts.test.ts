import { afterEach, expect, it } from 'vitest';
import { containerSpec } from '../../../../test/fakes/container-spec.ts';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { stackImages } from '../../../../test/fakes/fake-docker.ts';
import { labelNames } from '../../../stack/labels.ts';
import { restarts } from './restarts.ts';

let project: ExaminedProject;
afterEach(() => project.remove());

/** The running container of a service, replaced by one that behaves so. */
async function behaves(service: string, reference: string): Promise<void> {
  await project.up();
  const { fake } = project.docker;
  const { containers } = await fake.snapshot('gecko');
  const own = containers.find(({ labels }) => labels[labelNames.service] === service);
  if (!own) throw new Error(`no ${service}`);
  await fake.removeContainer(own.id, { force: true });
  const spec = { ...containerSpec(own.name, reference), labels: own.labels };
  const restart = 'unless-stopped' as const;
  await fake.startContainer(await fake.createContainer({ ...spec, restart }));
}

const dies = { exits: { after: 0, code: 7 }, says: ['no such device'] };
const starves = { exits: { after: 0, code: 137, oomKilled: true } };
const images = {
  ...stackImages,
  dies: { behaviour: dies },
  starves: { behaviour: starves },
};

it('passes what runs', async () => {
  project = await examinedProject();
  expect(await project.examine(restarts)).toBe('The project has no containers');
  await project.up();
  expect(await project.short(restarts)).toEqual(['ok RESTARTS']);
});

it('names a container that ends again and again, with what it says last (row 27)', async () => {
  project = await examinedProject({}, images);
  await behaves('ollama', 'dies');
  expect(await project.examine(restarts)).toMatchObject([
    {
      code: 'RESTART_LOOP',
      severity: 'problem',
      text: expect.stringContaining('exit code 7'),
      evidence: ['no such device'],
      fix: { command: 'gecko logs --tail 50 ollama' },
    },
  ]);
});

it('names one that was ended for lack of memory (row 27)', async () => {
  project = await examinedProject({}, images);
  await behaves('ollama', 'starves');
  expect(await project.short(restarts)).toEqual(['problem OOM_KILLED']);
});
