import { afterEach, expect, it } from 'vitest';
import { containerSpec } from '../../../../test/fakes/container-spec.ts';
import { type DoctorStand, doctorStand } from '../../../../test/fakes/doctor-stand.ts';
import { labelNames } from '../../../stack/labels.ts';
import { exposure } from './exposure.ts';

let stand: DoctorStand;
afterEach(() => stand.remove());

it('passes what is published on loopback', async () => {
  stand = await doctorStand();
  expect(await stand.look(exposure)).toContain('Nothing of the project runs');
  await stand.up();
  expect(await stand.short(exposure)).toEqual(['ok NOT_EXPOSED']);
});

it('is a problem where a container of the project is published beyond it', async () => {
  stand = await doctorStand();
  await stand.up();
  const { fake } = stand.docker;
  const web = (await fake.snapshot('gecko')).containers.find(
    ({ labels }) => labels[labelNames.service] === 'web',
  );
  const published = [
    { address: '0.0.0.0', hostPort: stand.runtime.config.ports.rag, containerPort: 8000 },
  ];
  const spec = { ...containerSpec('gecko-extra-1', 'gecko-backend:test'), ports: published };
  await fake.removeContainer(web?.id ?? '', { force: true });
  const id = await fake.createContainer({ ...spec, labels: web?.labels ?? {} });
  await fake.startContainer(id);
  expect(await stand.look(exposure)).toMatchObject([
    {
      code: 'EXPOSED',
      severity: 'problem',
      text: expect.stringContaining('0.0.0.0'),
      fix: { command: 'gecko up', apply: expect.anything() },
    },
  ]);
});
