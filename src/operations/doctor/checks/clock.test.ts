import { utimesSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { type DoctorStand, doctorStand } from '../../../../test/fakes/doctor-stand.ts';
import { clock } from './clock.ts';

let stand: DoctorStand;
afterEach(() => stand.remove());

it('passes where the clocks agree, in both runtimes', async () => {
  stand = await doctorStand();
  await stand.up();
  expect(await stand.short(clock)).toEqual(['ok CLOCK']);
  expect(await stand.short(clock, 'embedded')).toEqual(['ok CLOCK']);
});

it('warns of an engine in another time', async () => {
  stand = await doctorStand({ info: { clockAhead: -3_600_000 } });
  expect(await stand.short(clock)).toEqual(['warning CLOCK_APART']);
});

it('warns of files from the future (row 43)', async () => {
  stand = await doctorStand();
  await stand.up();
  const later = Date.now() / 1_000 + 3_600;
  utimesSync(stand.runtime.paths.project.state, later, later);
  expect(await stand.short(clock)).toEqual(['warning CLOCK_BEHIND']);
});
