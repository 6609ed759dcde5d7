import { utimesSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { clock } from './clock.ts';

let project: ExaminedProject;
afterEach(() => project.remove());

it('passes where the clocks agree, in both runtimes', async () => {
  project = await examinedProject();
  await project.up();
  expect(await project.short(clock)).toEqual(['ok CLOCK']);
  expect(await project.short(clock, 'embedded')).toEqual(['ok CLOCK']);
});

it('warns of an engine in another time', async () => {
  project = await examinedProject({ info: { clockAhead: -3_600_000 } });
  expect(await project.short(clock)).toEqual(['warning CLOCK_APART']);
});

it('warns of files from the future (row 43)', async () => {
  project = await examinedProject();
  await project.up();
  const later = Date.now() / 1_000 + 3_600;
  utimesSync(project.runtime.paths.project.state, later, later);
  expect(await project.short(clock)).toEqual(['warning CLOCK_BEHIND']);
});
