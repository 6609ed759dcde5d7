import { nvidiaCtk } from './nvidia-ctk.ts';

/** By the words of Docker, and of the toolkit that it runs. */
const rows: readonly { words: RegExp; mend: string }[] = [
  {
    words: /CDI/,
    mend: nvidiaCtk.cdi,
  },
  {
    words: /bpf_prog|cgroup/i,
    mend: `${nvidiaCtk.noCgroups}, then restart the engine`,
  },
  {
    words: /nvml error|driver not loaded|driver rpc error|version mismatch/i,
    mend: 'sudo modprobe nvidia, or restart the machine: nvidia-smi has to answer first',
  },
  {
    words: /unknown device/i,
    mend: 'gecko up --gpus 1, or one that nvidia-smi -L names',
  },
];

/**
 * What mends an engine that does not pass an NVIDIA card on.
 *
 * @param said words of the engine
 * @param usual where the words tell no more than that it does not
 */
export function nvidiaMend(said: string, usual: string): string {
  return rows.find(({ words }) => words.test(said))?.mend ?? usual;
}
