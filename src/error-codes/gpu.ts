import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

const stillRuns = 'gecko up --profile cpu runs without the GPU meanwhile.';

/** Why a model does not run on the GPU, or is not shown to; found by `gecko doctor`, `up` and `status --gpu`. */
export const gpuCodes = {
  GPU_ON_CPU: {
    exitCode: exitCodes.problems,
    foundBy: ['nvidia', 'amd', 'gpu'],
    summary: 'The model runs on the CPU although it was to run on the GPU, for a reason unknown',
    causes: ['Ollama gave the GPU up without a word that gecko knows.'],
    remedies: [
      'gecko up --force-recreate --no-deps ollama gives its container the card anew.',
      'gecko logs ollama shows what Ollama said when it started and when it loaded the model.',
    ],
  },
  GPU_UNPROVEN: {
    exitCode: exitCodes.ok,
    foundBy: ['gpu'],
    summary: 'Whether the model runs on the GPU is not proven',
    causes: [
      'Two signs contradict each other, such as a size that Ollama tells and a memory of the card that did not move.',
      'Only one sign could be had, and one has been wrong before.',
      'Another model is loaded, or this one was before anybody could look at the memory of the card.',
    ],
    remedies: [
      'gecko doctor --only gpu --verbose shows each sign.',
      'Run it again while no model is loaded: then the memory of the card can be read before and after.',
    ],
  },
  GPU_DRIVER_OLD: {
    exitCode: exitCodes.problems,
    foundBy: ['nvidia', 'gpu'],
    summary: 'The NVIDIA driver is too old for the CUDA libraries of Ollama',
    causes: [
      'Ollama from 0.30 needs the driver 550, and 570 for cards below compute capability 7.0.',
    ],
    remedies: ['Install a newer driver on the machine of the engine, and restart it.', stillRuns],
  },
  GPU_TOOLKIT_MISSING: {
    exitCode: exitCodes.problems,
    foundBy: ['nvidia', 'gpu'],
    summary: 'The NVIDIA Container Toolkit is not installed, so no container gets the card',
    causes: ['The engine passes NVIDIA cards on by the toolkit alone; the driver is not enough.'],
    remedies: [
      'Install the package nvidia-container-toolkit, then: sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker.',
      stillRuns,
    ],
  },
  GPU_RUNTIME_MISSING: {
    exitCode: exitCodes.problems,
    foundBy: ['nvidia', 'gpu'],
    summary: 'The engine was not told of the NVIDIA Container Toolkit that is installed',
    causes: ['nvidia-ctk runtime configure never ran, or the engine was not restarted after it.'],
    remedies: [
      'sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker, and for an engine without root the command that gecko doctor names.',
    ],
  },
  GPU_CDI_MISSING: {
    exitCode: exitCodes.problems,
    foundBy: ['nvidia', 'gpu'],
    summary:
      'The engine passes cards on as CDI devices, and has no specification of the NVIDIA ones',
    causes: ['It was never made, or is from before the card or its driver was changed.'],
    remedies: ['sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml.'],
  },
  GPU_GROUPS_WRONG: {
    exitCode: exitCodes.problems,
    foundBy: ['amd', 'gpu'],
    summary: 'The container may not open the nodes of the AMD GPU',
    causes: [
      'The groups that own /dev/kfd and /dev/dri are others than when the container was made.',
      'The engine runs without root or remaps users, whose groups are not the machine’s.',
    ],
    remedies: [
      'gecko up --force-recreate --no-deps ollama gives it the groups of today.',
      'Where that does not do, the finding names the command for the machine.',
    ],
  },
  GPU_MEMORY_SMALL: {
    exitCode: exitCodes.problems,
    foundBy: ['gpu'],
    summary: 'The model does not fit into the memory of the card, and part of it runs on the CPU',
    causes: [
      'The weights and the context need more than is free there.',
      'Another program, or another model, holds memory of the card.',
    ],
    remedies: [
      'gecko model recommend shows what fits.',
      'A smaller generator.contextTokens needs less.',
      'nvidia-smi, or rocm-smi, shows who else holds memory.',
    ],
  },
  GPU_LAYERS_LIMITED: {
    exitCode: exitCodes.problems,
    foundBy: ['gpu'],
    summary: 'The model itself asks for some of its layers on the GPU only, or for none',
    causes: ['Its Modelfile has PARAMETER num_gpu, which counts whatever would fit on the card.'],
    remedies: [
      'ollama show --modelfile MODEL prints the Modelfile; without that line, ollama create makes a model that uses the whole card.',
    ],
  },
  GPU_HIDDEN: {
    exitCode: exitCodes.problems,
    foundBy: ['gpu'],
    summary: 'The environment of Ollama hides the card from it',
    causes: [
      'CUDA_VISIBLE_DEVICES, or HIP_VISIBLE_DEVICES, ROCR_VISIBLE_DEVICES, GGML_VK_VISIBLE_DEVICES or GPU_DEVICE_ORDINAL, is -1 or names a card that is not there.',
    ],
    remedies: ['Take it out of services.ollama.env, then: gecko up.'],
  },
  GPU_LOST: {
    exitCode: exitCodes.problems,
    foundBy: ['gpu'],
    summary: 'The container had the GPU and lost it while it ran',
    causes: [
      'systemd manages the cgroups of containers, was reloaded (systemctl daemon-reload), and took the device away; nvidia-smi in the container then says: Failed to initialize NVML.',
    ],
    remedies: [
      'gecko up --force-recreate --no-deps ollama brings it back; gecko doctor --fix does that.',
      'So that it stays: "exec-opts": ["native.cgroupdriver=cgroupfs"] in /etc/docker/daemon.json, and restart Docker; or a CDI specification, which survives a reload.',
    ],
  },
  GPU_ROCM_MISMATCH: {
    exitCode: exitCodes.problems,
    foundBy: ['gpu'],
    summary: 'The driver of the AMD GPU does not fit the ROCm libraries of Ollama',
    causes: [
      'Ollama carries ROCm 7, which needs the amdgpu driver of ROCm 7 or a kernel of its time.',
    ],
    remedies: [
      'Install the amdgpu driver of ROCm 7 (amdgpu-install), and restart the machine.',
      stillRuns,
    ],
  },
  GPU_NOT_GIVEN: {
    exitCode: exitCodes.problems,
    foundBy: ['gpu'],
    summary: 'The container of Ollama has no card, although one could be had',
    causes: [
      'It was made with the profile cpu, or before the card or its driver was there.',
      'A trial failed then, which would succeed now.',
    ],
    remedies: ['gecko up --auto-gpu takes the profile that fits.'],
  },
} as const satisfies Record<string, Explanation>;
