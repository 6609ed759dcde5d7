import { describe, expect, it } from 'vitest';
import { dockerInfo } from '../../../../test/fakes/engine-info.ts';
import { defaultConfig } from '../../../config/resolve.ts';
import { judgeEngineMode } from './judge-engine-mode.ts';

describe('judgeEngineMode', () => {
  it.each([
    ['as its packages install it', {}, ['ok ENGINE_MODE']],
    ['without root (row 45)', { rootless: true }, ['note ENGINE_ROOTLESS']],
    ['with SELinux (row 47)', { selinux: true }, ['note ENGINE_SELINUX']],
    ['that remaps users (row 48)', { usernsRemap: true }, ['note ENGINE_USERNS']],
    ['on cgroup 1', { cgroup: 1 as const }, ['note ENGINE_CGROUP1']],
    [
      'without root on cgroup 1 (row 45)',
      { rootless: true, cgroup: 1 as const, canLimit: { memory: false, cpus: false } },
      ['note ENGINE_ROOTLESS', 'note ENGINE_CGROUP1', 'warning ENGINE_UNLIMITED'],
    ],
    [
      'that cannot limit CPUs',
      { canLimit: { memory: true, cpus: false } },
      ['warning ENGINE_UNLIMITED'],
    ],
  ])('an engine %s', async (_, changes, expected) => {
    const findings = judgeEngineMode({ ...dockerInfo, ...changes }, await defaultConfig());
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
  });

  it('names each port that an engine without root may not have (row 45)', async () => {
    const config = await defaultConfig();
    config.ports.web = [443, 8081];
    const warnings = judgeEngineMode({ ...dockerInfo, rootless: true }, config).filter(
      ({ severity }) => severity === 'warning',
    );
    expect(warnings).toMatchObject([
      {
        text: expect.stringContaining('Port 443'),
        fix: { command: 'sudo sysctl net.ipv4.ip_unprivileged_port_start=443' },
      },
    ]);
    const judged = judgeEngineMode(dockerInfo, config);
    expect(judged.every(({ severity }) => severity === 'ok')).toBe(true);
  });
});
