import { afterEach, expect, it } from 'vitest';
import { type DoctorStand, doctorStand } from '../../../../test/fakes/doctor-stand.ts';
import { dockerInfo } from '../../../../test/fakes/engine-info.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import { clock } from './clock.ts';
import { disk } from './disk.ts';
import { engine } from './engine.ts';
import { engineMode } from './engine-mode.ts';
import { proxy } from './proxy.ts';

let stand: DoctorStand;
afterEach(() => stand.remove());

it('passes an engine that answers, and says where it was found', async () => {
  stand = await doctorStand();
  expect(await stand.look(engine)).toMatchObject([
    {
      severity: 'ok',
      text: expect.stringContaining('API 1.51'),
      evidence: [expect.stringContaining(dockerInfo.foundBy)],
    },
  ]);
  expect(await stand.short(engineMode)).toEqual(['ok ENGINE_MODE']);
});

it.each(['ENGINE_UNREACHABLE', 'ENGINE_FORBIDDEN', 'ENGINE_VERSION'])(
  'is a problem with what mends it: %s (rows 1, 2, 49)',
  async (code) => {
    stand = await doctorStand();
    stand.runtime.docker = async () => {
      const details = { why: 'not permitted', cause: 'EACCES' };
      const options = { exitCode: exitCodes.engine, hint: 'Join the group docker.', details };
      throw new GeckoError(code, 'No engine', options);
    };
    expect(await stand.look(engine)).toMatchObject([
      {
        code,
        severity: 'problem',
        fix: { what: 'Join the group docker.' },
        evidence: ['not permitted (EACCES)'],
      },
    ]);
    expect(await stand.look(engineMode)).toBe('No engine');
    // What is this machine's own is looked at all the same.
    expect(await stand.short(clock)).toEqual(['ok CLOCK']);
    expect(await stand.short(disk)).not.toBe('No engine');
    expect(await stand.short(proxy)).toEqual(['ok PROXY']);
  },
);

it('tells what is known against an old one, and what its mode means', async () => {
  stand = await doctorStand({ info: { version: '23.0.1', rootless: true } });
  expect(await stand.short(engine)).toContain('warning ENGINE_KNOWN_BAD');
  expect(await stand.short(engineMode)).toEqual(['note ENGINE_ROOTLESS']);
});
