import type { ExecResult } from '../clients/exec.ts';
import type { ProbeResult } from './probe-result.ts';

/** Exit codes of nvidia-smi that say what is wrong (nvidia-smi(1), RETURN VALUE). */
const noDevice = 6;

/** What nvidia-smi says, and what mends it; the first that fits. */
const complaints: readonly { says: RegExp; mend: string }[] = [
  {
    says: /driver\/library version mismatch/i,
    mend: 'Restart the machine: the driver was updated while the old one runs',
  },
  {
    says: /couldn't communicate with the NVIDIA driver|driver is not loaded/i,
    mend: 'sudo modprobe nvidia; where that fails, install the driver again for the running kernel and restart the machine',
  },
  {
    says: /unable to (determine|detect) the device handle|gpu is lost|unknown error|ERR!/i,
    mend: 'Restart the machine; sudo dmesg | grep -i nvrm tells why the card was lost',
  },
  {
    says: /insufficient permissions/i,
    mend: 'sudo chmod a+rw /dev/nvidia*, or run nvidia-modprobe, which sets the permissions',
  },
  {
    says: /access blocked by the operating system/i,
    mend: 'In WSL, update the NVIDIA driver of Windows, then: wsl --update and wsl --shutdown; elsewhere, ls -l /dev/nvidia* shows a node that is no device of the driver, and nvidia-modprobe makes them anew',
  },
  {
    says: /shared library|libnvidia-ml/i,
    mend: 'Install the driver again: its library libnvidia-ml.so is missing',
  },
];

/** Why nvidia-smi has nothing to say about cards. */
export function diagnoseNvidia({
  exitCode,
  stdout,
  stderr,
}: ExecResult): Exclude<ProbeResult<never>, { state: 'found' }> {
  const said = firstSentence(`${stdout}\n${stderr}`);
  if (exitCode === noDevice || /no devices were found/i.test(said)) {
    return { state: 'none', reason: 'The NVIDIA driver finds no card' };
  }
  const known = complaints.find(({ says }) => says.test(said));
  return {
    state: 'broken',
    reason: said === '' ? `nvidia-smi ended with code ${exitCode}` : `nvidia-smi says: ${said}`,
    mend: known?.mend ?? 'Run nvidia-smi; where it fails too, install the NVIDIA driver again',
  };
}

/** The complaint is the first line that is not empty; what follows it is advice or versions. */
function firstSentence(output: string): string {
  const line = output.split(/\r?\n/).find((text) => text.trim() !== '') ?? '';
  return line.trim().replace(/\.\s.*$|\.$/, '');
}
