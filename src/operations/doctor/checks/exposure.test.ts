import { afterEach, expect, it } from 'vitest';
import { containerSpec } from '../../../../test/fakes/container-spec.ts';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { labelNames } from '../../../stack/labels.ts';
import { exposure } from './exposure.ts';

let project: ExaminedProject;
afterEach(() => project.remove());

it('passes what is published on loopback', async () => {
  project = await examinedProject();
  expect(await project.examine(exposure)).toContain('Nothing of the project runs');
  await project.up();
  expect(await project.short(exposure)).toEqual(['ok NOT_EXPOSED']);
});

it('is a problem where a container of the project is published beyond it', async () => {
  project = await examinedProject();
  await project.up();
  const { fake } = project.docker;
  const web = (await fake.snapshot('gecko')).containers.find(
    ({ labels }) => labels[labelNames.service] === 'web',
  );
  const published = [
    { address: '0.0.0.0', hostPort: project.runtime.config.ports.rag, containerPort: 8000 },
  ];
  const spec = { ...containerSpec('gecko-extra-1', 'gecko-backend:test'), ports: published };
  await fake.removeContainer(web?.id ?? '', { force: true });
  const id = await fake.createContainer({ ...spec, labels: web?.labels ?? {} });
  await fake.startContainer(id);
  expect(await project.examine(exposure)).toMatchObject([
    {
      code: 'EXPOSED',
      severity: 'problem',
      text: expect.stringContaining('0.0.0.0'),
      fix: { command: 'gecko up', apply: expect.anything() },
    },
  ]);
});
