import { afterEach, expect, it } from 'vitest';
import { dockerInfo } from '../../../../test/fakes/engine-info.ts';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import { clock } from './clock.ts';
import { disk } from './disk.ts';
import { engine } from './engine.ts';
import { engineMode } from './engine-mode.ts';
import { proxy } from './proxy.ts';

let project: ExaminedProject;
afterEach(() => project.remove());

it('passes an engine that answers, and says where it was found', async () => {
  project = await examinedProject();
  expect(await project.examine(engine)).toMatchObject([
    {
      severity: 'ok',
      text: expect.stringContaining('API 1.51'),
      evidence: [expect.stringContaining(dockerInfo.foundBy)],
    },
  ]);
  expect(await project.short(engineMode)).toEqual(['ok ENGINE_MODE']);
});

it.each(['ENGINE_UNREACHABLE', 'ENGINE_FORBIDDEN', 'ENGINE_VERSION'])(
  'is a problem with what mends it: %s (rows 1, 2, 49)',
  async (code) => {
    project = await examinedProject();
    project.runtime.docker = async () => {
      const details = { why: 'not permitted', cause: 'EACCES' };
      const options = { exitCode: exitCodes.engine, hint: 'Join the group docker.', details };
      throw new GeckoError(code, 'No engine', options);
    };
    expect(await project.examine(engine)).toMatchObject([
      {
        code,
        severity: 'problem',
        fix: { what: 'Join the group docker.' },
        evidence: ['not permitted (EACCES)'],
      },
    ]);
    expect(await project.examine(engineMode)).toBe('No engine');
    // What is this machine's own is looked at all the same.
    expect(await project.short(clock)).toEqual(['ok CLOCK']);
    expect(await project.short(disk)).not.toBe('No engine');
    expect(await project.short(proxy)).toEqual(['ok PROXY']);
  },
);

it('tells what is known against an old one, and what its mode means', async () => {
  project = await examinedProject({ info: { version: '23.0.1', rootless: true } });
  expect(await project.short(engine)).toContain('warning ENGINE_KNOWN_BAD');
  expect(await project.short(engineMode)).toEqual(['note ENGINE_ROOTLESS']);
});
