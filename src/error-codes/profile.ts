import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

/** The codes of a hardware profile that was asked for and cannot work here. */
export const profileCodes = {
  GPU_MISSING: {
    exitCode: exitCodes.unsupported,
    foundBy: ['nvidia', 'amd', 'gpu'],
    summary: 'A GPU was asked for, and the machine has none that fits',
    causes: ['The profile is for cards of another maker, or the machine has no GPU.'],
    remedies: ['--auto-gpu chooses the profile that fits; --profile cpu needs no GPU.'],
  },
  GPU_DRIVER: {
    exitCode: exitCodes.unsupported,
    foundBy: ['nvidia', 'amd', 'gpu'],
    summary: 'The machine has a GPU, and its driver does not work',
    causes: [
      'The driver was updated while the old one runs, is not loaded, or does not fit the kernel.',
      'The card hangs or was lost.',
    ],
    remedies: [
      'The message names the command that mends it; often a restart of the machine does.',
      '--profile cpu runs without the GPU meanwhile.',
    ],
  },
  GPU_UNSUPPORTED: {
    exitCode: exitCodes.unsupported,
    foundBy: ['nvidia', 'amd', 'gpu'],
    summary: 'Ollama does not run on this GPU, or not with this driver',
    causes: [
      'NVIDIA: a driver below 550 (570 for older cards), or a card below compute capability 5.0.',
      'AMD: a GPU that the ROCm build of Ollama does not carry, or an engine that is not amd64.',
    ],
    remedies: [
      'Install the newer driver that the message names.',
      '--profile cpu runs without the GPU.',
    ],
  },
  GPU_NOT_PASSED: {
    exitCode: exitCodes.unsupported,
    summary: 'The machine has a GPU, and the container engine cannot pass it on',
    causes: [
      'The NVIDIA Container Toolkit is not installed, or the engine was not told of it.',
      'An engine without root, or with remapped users, that may not use the device.',
      'A trial container was refused; the message has the words of the engine.',
    ],
    remedies: [
      'The message names the command that mends it.',
      '--profile host uses an Ollama that runs on the machine itself.',
    ],
  },
  GPU_NOT_THERE: {
    exitCode: exitCodes.unsupported,
    foundBy: ['nvidia', 'amd', 'gpu'],
    summary: 'More GPUs were asked for than there are, or one that is not there',
    causes: ['A number in --gpus or gpus that is too high, or an unknown index or uuid.'],
    remedies: ['The message lists the GPUs that Ollama can use.'],
  },
  HOST_OLLAMA_MISSING: {
    exitCode: exitCodes.unsupported,
    summary: 'The profile host needs an Ollama on this machine, and none answers',
    causes: [
      'Ollama is not installed or not started, or the engine runs on another machine.',
      'OLLAMA_HOST names an Ollama on another machine, which is none of this profile.',
    ],
    remedies: [
      'Start Ollama on this machine.',
      'Name an Ollama of another machine in generator.url.',
      '--auto-gpu chooses the profile that fits.',
    ],
  },
  HOST_OLLAMA_LOOPBACK: {
    exitCode: exitCodes.unsupported,
    summary: 'No container reaches the Ollama of this machine',
    causes: [
      'It listens on 127.0.0.1 only, as it does from the start.',
      'A firewall of the machine throws away what containers send.',
    ],
    remedies: [
      "Let it listen on the address of the engine's bridge, which the message names.",
      'Not on 0.0.0.0: Ollama asks nobody for a password.',
    ],
  },
} as const satisfies Record<string, Explanation>;
