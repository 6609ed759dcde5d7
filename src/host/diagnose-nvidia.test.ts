import { describe, expect, it } from 'vitest';
import { captured } from '../../test/fakes/captured-machines.ts';
import { diagnoseNvidia } from './diagnose-nvidia.ts';

describe('diagnoseNvidia', () => {
  it.each([
    ['version-mismatch.txt', 18, 'Driver/library version mismatch', 'Restart the machine'],
    ['no-driver.txt', 9, "couldn't communicate with the NVIDIA driver", 'sudo modprobe nvidia'],
    ['lost-card.txt', 15, 'GPU 0000:0B:00.0: Unknown Error', 'Restart the machine'],
  ])('tells what mends %s', (file, exitCode, reason, mend) => {
    const result = diagnose(captured(`nvidia-smi/${file}`), exitCode);
    expect(result).toMatchObject({
      state: 'broken',
      reason: expect.stringContaining(reason),
      mend: expect.stringContaining(mend),
    });
  });

  it.each([
    'Failed to initialize NVML: GPU access blocked by the operating system',
    'Failed to initialize NVML: Insufficient Permissions',
    "NVIDIA-SMI couldn't find libnvidia-ml.so library in your system. Please make sure",
  ])('has a remedy of its own for %s', (said) => {
    expect(diagnose(said, 255)).not.toMatchObject({ mend: expect.stringContaining('Run nvidia') });
  });

  it('does not take Windows for the cause on any machine', () => {
    const { state, ...told } = diagnose(captured('nvidia-smi/h100-580.159-hidden.txt'), 17);
    expect({ state, ...told }).toMatchObject({
      state: 'broken',
      mend: expect.stringMatching(/^In WSL, .*; elsewhere, .*nvidia-modprobe/),
    });
  });

  it('takes a driver without cards for a machine without', () => {
    expect(diagnose(captured('nvidia-smi/no-devices.txt'), 0).state).toBe('none');
    expect(diagnose('', 6).state).toBe('none');
  });

  it('names the exit code where nothing is said', () => {
    expect(diagnose('', 139)).toMatchObject({ reason: 'nvidia-smi ended with code 139' });
  });
});

function diagnose(stdout: string, exitCode: number) {
  return diagnoseNvidia({ stdout, stderr: '', exitCode });
}
