import { describe, expect, it } from 'vitest';
import { capturedFacts, type MachineName } from '../../test/fakes/captured-facts.ts';
import { capturedMachines } from '../../test/fakes/captured-machines.ts';
import { dockerInfo, dockerWithNvidia } from '../../test/fakes/engine-info.ts';
import { Config, type ConfigValues } from '../config/schema.ts';
import type { DeviceRequest } from '../engine/objects.ts';
import { errorCodes } from '../error-codes.ts';
import type { HostOllama } from '../host/probe-ollama.ts';
import { amdTarget } from './amd-target.ts';
import { chooseProfile, type ProfileChoice } from './choose-profile.ts';
import type { ProfileInput } from './profile-input.ts';

const configure =
  'sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker';
const untold = 'he engine does not know the NVIDIA Container Toolkit that is installed';
const hasToolkit = [`cpu: The processor: t${untold}`, `gpu-nvidia: T${untold} → ${configure}`];
const noGpu = ['cpu: The processor: this machine has no GPU that Ollama can use'];
const radeon = (gpu: string) => [
  `gpu-amd: ${gpu}, passed on as devices`,
  'gets /dev/kfd, /dev/dri, group 109, image rocm',
];
const blocked = (profile: string, reason: string, mend: string) => [
  `cpu: The processor: ${reason.replace(/^(The|No) /, (word) => word.toLowerCase())}`,
  `${profile}: ${reason} → ${mend}`,
];

/** What is chosen on each machine by itself, with a Docker Engine that nobody told of GPUs. */
const byDefault: Record<MachineName, readonly string[]> = {
  'no card': noGpu,
  'one NVIDIA card': hasToolkit,
  'one NVIDIA card, no toolkit': blocked(
    'gpu-nvidia',
    'The engine cannot pass NVIDIA cards on: the NVIDIA Container Toolkit is missing',
    `Install the package nvidia-container-toolkit, then: ${configure}`,
  ),
  'one NVIDIA card, hook of the toolkit': [
    'gpu-nvidia: NVIDIA GeForce RTX 4090 (24 GiB), if a trial shows that the engine passes it on',
    'gets nvidia × 1',
  ],
  'one NVIDIA card, CDI': hasToolkit,
  'two NVIDIA cards': hasToolkit,
  'NVIDIA cards in parts': hasToolkit,
  'NVIDIA card with shared memory': hasToolkit,
  'NVIDIA cards, some of them ill': hasToolkit,
  'old NVIDIA cards': blocked(
    'gpu-nvidia',
    'The NVIDIA driver 470.182.03 is too old for Ollama on GeForce GTX TITAN X: 550 or newer is needed',
    'Install the NVIDIA driver 550 or newer (Ubuntu: sudo ubuntu-drivers install)',
  ),
  'NVIDIA card in another locale': hasToolkit,
  'NVIDIA card that was lost': blocked(
    'gpu-nvidia',
    'nvidia-smi says: Unable to determine the device handle for GPU 0000:0B:00.0: Unknown Error',
    'Restart the machine; sudo dmesg | grep -i nvrm tells why the card was lost',
  ),
  'NVIDIA driver updated under way': blocked(
    'gpu-nvidia',
    'nvidia-smi says: Failed to initialize NVML: Driver/library version mismatch',
    'Restart the machine: the driver was updated while the old one runs',
  ),
  'NVIDIA driver not loaded': blocked(
    'gpu-nvidia',
    "nvidia-smi says: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver",
    'sudo modprobe nvidia; where that fails, install the driver again for the running kernel and restart the machine',
  ),
  'NVIDIA driver without a card': noGpu,
  'NVIDIA driver that does not fit': blocked(
    'gpu-nvidia',
    'The machine has an NVIDIA card, and its driver does not find it',
    'Install the driver that fits the card, or restart the machine after an update',
  ),
  'NVIDIA driver that hangs': blocked(
    'gpu-nvidia',
    'nvidia-smi does not answer within 5 s',
    'Restart the machine: the NVIDIA driver hangs',
  ),
  'NVIDIA card without a driver': blocked(
    'gpu-nvidia',
    'The machine has an NVIDIA card, and nvidia-smi is not installed',
    'Install the NVIDIA driver, 550 or newer (Ubuntu: sudo ubuntu-drivers install)',
  ),
  'WSL 2 with NVIDIA cards': [
    'gpu-nvidia: NVIDIA GeForce RTX 3090 (24 GiB), if a trial shows that the engine passes it on',
    'gets nvidia × all',
    'note: WSL passes on all cards, never some',
  ],
  'Radeon RX 7900 XTX': radeon('AMD GPU gfx1100 (24 GiB)'),
  'Radeon RX 7900 XTX, not ours': radeon('AMD GPU gfx1100 (24 GiB)'),
  'Radeon PRO W7500': radeon('AMD GPU gfx1102 (24 GiB)'),
  'Ryzen with Radeon 780M': [
    'cpu: The processor: Ollama does not run on the AMD GPU of this machine (gfx1103)',
  ],
  'Ryzen AI Max': radeon('AMD GPU gfx1151 in the processor'),
  'Ryzen with Vega, old kernel': [
    'cpu: The processor: Ollama does not run on the AMD GPU of this machine (its kernel does not name it)',
  ],
  'Ryzen with a Radeon of its own': [
    'gpu-amd: AMD GPU gfx1100 (24 GiB), passed on as devices',
    'gets /dev/kfd, /dev/dri/renderD128, group 109, image rocm',
  ],
  'AMD GPU without /dev/kfd': blocked(
    'gpu-amd',
    'The machine has an AMD GPU, and /dev/kfd is missing: its driver is not loaded',
    'sudo modprobe amdgpu; where that fails, install the amdgpu driver of ROCm 7',
  ),
  'AMD GPU without computing': blocked(
    'gpu-amd',
    'The machine has an AMD GPU, and its driver does not offer it for computing',
    'Install a newer kernel or the amdgpu driver of ROCm 7; very old cards stay without',
  ),
  'Intel GPU': ['cpu: The processor: no profile uses the Intel GPU of this machine'],
  'Apple Silicon': blocked(
    'host',
    'No container can use the GPU of Apple M1 Pro, and no Ollama answers on this machine',
    'Install Ollama (https://ollama.com/download) and start it, then: gecko up --profile host',
  ),
  'Mac with an Intel processor': noGpu,
};

/** The same where the engine knows the runtime nvidia; machines without a working card choose as above. */
const withRuntime: Partial<Record<MachineName, readonly string[]>> = {
  'one NVIDIA card': [
    'gpu-nvidia: NVIDIA GeForce RTX 4090 (24 GiB), passed on by the runtime nvidia',
    'gets nvidia × 1',
  ],
  'one NVIDIA card, no toolkit': [
    'gpu-nvidia: NVIDIA GeForce RTX 4090 (24 GiB), passed on by the runtime nvidia',
    'gets nvidia × 1',
  ],
  'one NVIDIA card, hook of the toolkit': [
    'gpu-nvidia: NVIDIA GeForce RTX 4090 (24 GiB), passed on by the runtime nvidia',
    'gets nvidia × 1',
  ],
  'one NVIDIA card, CDI': [
    'gpu-nvidia: NVIDIA GeForce RTX 4090 (24 GiB), passed on by the runtime nvidia',
    'gets nvidia × 1',
  ],
  'two NVIDIA cards': [
    'gpu-nvidia: NVIDIA RTX 5880 Ada Generation (48 GiB), passed on by the runtime nvidia',
    'gets nvidia × 1 (GPU-7518f6b0-991f-ce2b-3d37-c779130d3137)',
  ],
  'NVIDIA cards in parts': [
    'gpu-nvidia: NVIDIA A100-SXM4-80GB (80 GiB), passed on by the runtime nvidia',
    'gets nvidia × 1 (GPU-d8594bd4-0fc3-8595-e355-7c98138f3b95)',
  ],
  'NVIDIA card with shared memory': [
    'gpu-nvidia: NVIDIA GB10, passed on by the runtime nvidia',
    'gets nvidia × 1',
  ],
  'NVIDIA cards, some of them ill': [
    'gpu-nvidia: NVIDIA GeForce RTX 2080 Ti (11 GiB), passed on by the runtime nvidia',
    'gets nvidia × 1 (GPU-67a571b1-79ee-1016-8ea3-c1fff3f1c1d2)',
    'note: Not used, it does not answer its driver: 1, GPU-3e34e62f-d88e-f448-415e-be2cbf2c6178, NVIDIA GeForce RTX 2080 Ti, [Unknown Error], 550.90.07, [N/A], 7.5',
    'note: Not used, it does not answer its driver: 2, ERR!, ERR!, ERR!, ERR!, ERR!, ERR!',
  ],
  'NVIDIA card in another locale': [
    'gpu-nvidia: GeForce RTX 2080 (8 GiB), passed on by the runtime nvidia',
    'gets nvidia × 1',
  ],
  'WSL 2 with NVIDIA cards': [
    'gpu-nvidia: NVIDIA GeForce RTX 3090 (24 GiB), passed on by the runtime nvidia',
    'gets nvidia × all',
    'note: WSL passes on all cards, never some',
  ],
};

describe('chooseProfile by itself', () => {
  it.each(Object.entries(byDefault))('on: %s', async (name, lines) => {
    expect(tell(await choose(name as MachineName, {}))).toEqual(lines);
  });

  it.each(Object.entries(byDefault))('with the runtime nvidia, on: %s', async (name, lines) => {
    const machine = name as MachineName;
    const choice = await choose(machine, { engine: dockerWithNvidia });
    expect(tell(choice)).toEqual(withRuntime[machine] ?? lines);
  });

  it('has an expectation for every captured machine', () => {
    expect(Object.keys(byDefault)).toEqual(Object.keys(capturedMachines));
  });

  it('needs no GPU where none is wanted', async () => {
    const choice = await choose('one NVIDIA card', { engine: dockerWithNvidia, gpus: 0 });
    expect(tell(choice)).toEqual(['cpu: No GPU, as asked for']);
  });

  it('never runs on the processor where a number of GPUs is asked for', async () => {
    expect(tell(await choose('no card', { gpus: 1 }))).toEqual([
      'GPU_MISSING (21): There is no GPU to run on: this machine has no GPU that Ollama can use → gecko up --profile cpu',
    ]);
    expect(tell(await choose('one NVIDIA card', { gpus: 'all' }))).toEqual([
      `GPU_NOT_PASSED (21): There is no GPU to run on: t${untold} → ${configure} (until then, without a GPU: gecko up --profile cpu)`,
    ]);
    expect(tell(await choose('Ryzen with Radeon 780M', { gpus: 1 }))).toEqual([
      'GPU_UNSUPPORTED (21): There is no GPU to run on: Ollama does not run on the AMD GPU of this machine (gfx1103) → gecko up --profile cpu',
    ]);
  });

  it.each([
    'NVIDIA driver updated under way',
    'NVIDIA driver that hangs',
    'NVIDIA card that was lost',
  ] as const)(
    'takes an ill driver for no GPU and warns, or fails where that was asked for (row 50), on: %s',
    async (name) => {
      const engine = dockerWithNvidia;
      const [chosen, warning] = tell(await choose(name, { engine }));
      expect(chosen).toMatch(/^cpu: /);
      expect(warning).toMatch(/^gpu-nvidia: .* → Restart the machine/);
      const [refused] = tell(await choose(name, { engine, profile: 'gpu-nvidia' }));
      expect(refused).toMatch(
        /^GPU_DRIVER \(21\): .*until then, without a GPU: gecko up --profile cpu/,
      );
    },
  );

  it('goes to the next one where a trial failed, and says why (row 51)', async () => {
    const said = 'could not select device driver "" with capabilities: [[gpu]]';
    const failed = [{ profile: 'gpu-nvidia', said }] as const;
    expect(tell(await choose('one NVIDIA card', { engine: dockerWithNvidia, failed }))).toEqual([
      `cpu: The processor: the engine does not pass the GPU on: ${said}`,
      `gpu-nvidia: The engine does not pass the GPU on: ${said} → ${configure}`,
    ]);
  });
});

describe('chooseProfile after a trial', () => {
  const engine = dockerWithNvidia;
  const rootless = { ...dockerInfo, rootless: true };
  const noCgroups = 'sudo nvidia-ctk config --set nvidia-container-cli.no-cgroups --in-place';
  const restartWithout = `${noCgroups}, then restart the engine`;

  it.each([
    ['could not select device driver "nvidia" with capabilities: [[gpu]]', engine, configure],
    ['unknown or invalid runtime name: nvidia', engine, configure],
    [
      'nvidia-container-cli: mount error: failed to add device rules: unable to find any existing device filters attached to the cgroup: bpf_prog_query(BPF_CGROUP_DEVICE) failed: operation not permitted',
      { ...rootless, runtimes: engine.runtimes },
      restartWithout,
    ],
    [
      'nvidia-container-cli: initialization error: nvml error: driver not loaded',
      engine,
      'sudo modprobe nvidia, or restart the machine: nvidia-smi has to answer first',
    ],
    [
      'CDI device injection failed: unresolvable CDI devices nvidia.com/gpu=all',
      { ...dockerInfo, cdiDevices: ['nvidia.com/gpu=all'] },
      'sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml',
    ],
    [
      'nvidia-container-cli: device error: GPU-1: unknown device',
      engine,
      'gecko up --gpus 1, or one that nvidia-smi -L names',
    ],
  ])('names what mends it (rows 45, 50, 51): %s', async (said, by, mend) => {
    const failed = [{ profile: 'gpu-nvidia' as const, said }];
    const profile = 'gpu-nvidia';
    const refusal = tell(await choose('one NVIDIA card', { engine: by, profile, failed }));
    expect(refusal).toEqual([
      `GPU_NOT_PASSED (21): The profile gpu-nvidia cannot work: the engine does not pass the GPU on: ${said} → ${mend} (until then, without a GPU: gecko up --profile cpu)`,
    ]);
  });

  it.each([
    [
      'error gathering device information while adding custom device "/dev/kfd": no such file or directory',
      dockerInfo,
      'sudo modprobe amdgpu',
    ],
    ["tee: can't open '/dev/kfd': Permission denied", dockerInfo, 'was given: 109'],
    ["tee: can't open '/dev/kfd': Permission denied", rootless, 'KERNEL=="kfd", MODE="0666"'],
  ])('names what mends it for AMD (row 52): %s', async (said, by, mend) => {
    const failed = [{ profile: 'gpu-amd' as const, said }];
    const choice = await choose('Radeon RX 7900 XTX', { engine: by, profile: 'gpu-amd', failed });
    const [refusal] = tell(choice);
    expect(refusal).toMatch(/^GPU_NOT_PASSED \(21\): /);
    expect(refusal).toContain(mend);
  });
});

describe('chooseProfile where HSA_OVERRIDE_GFX_VERSION is set', () => {
  it.each([
    ['11.0.0', 'gfx1100'],
    ['10.3.0', 'gfx1030'],
    ['9.0.10', 'gfx90a'],
  ])('takes %s for %s', (version, target) => {
    const services = { ollama: { env: { HSA_OVERRIDE_GFX_VERSION: version } } };
    expect(amdTarget(Config.parse({ services }) as ConfigValues)).toBe(target);
  });

  it('sets none where nobody does, or nonsense', () => {
    const env = { HSA_OVERRIDE_GFX_VERSION: 'yes' };
    for (const services of [{}, { ollama: { env } }])
      expect(amdTarget(Config.parse({ services }) as ConfigValues)).toBeNull();
  });

  it('judges the card by its target', async () => {
    const on = (target: string) =>
      choose('Ryzen with Radeon 780M', { profile: 'gpu-amd', amdTarget: target });
    const supported = await on('gfx1100');
    expect(tell(supported)[0]).toMatch(/^gpu-amd: .*gfx1103 as gfx1100/);
    expect(tell(await on('gfx803'))[0]).toMatch(/GPU_UNSUPPORTED .*gfx1103, as gfx803 by HSA_/);
  });
});

describe('chooseProfile for a profile that is asked for', () => {
  it.each([
    ['no card', 'gpu-nvidia', 'GPU_MISSING', 'this machine has no NVIDIA card'],
    ['no card', 'gpu-amd', 'GPU_MISSING', 'this machine has no AMD GPU'],
    ['no card', 'host', 'HOST_OLLAMA_MISSING', 'no Ollama answers on this machine'],
    ['one NVIDIA card', 'gpu-nvidia', 'GPU_NOT_PASSED', `t${untold}`],
    ['old NVIDIA cards', 'gpu-nvidia', 'GPU_UNSUPPORTED', 'is too old for Ollama'],
    ['NVIDIA driver that hangs', 'gpu-nvidia', 'GPU_DRIVER', 'does not answer within 5 s'],
    ['NVIDIA driver updated under way', 'gpu-nvidia', 'GPU_DRIVER', 'version mismatch'],
    ['Ryzen with Radeon 780M', 'gpu-amd', 'GPU_UNSUPPORTED', 'gfx1103'],
    ['AMD GPU without /dev/kfd', 'gpu-amd', 'GPU_DRIVER', '/dev/kfd is missing'],
  ] as const)('refuses on %s: %s', async (name, profile, code, reason) => {
    const choice = await choose(name, { profile });
    if (choice.kind !== 'refused') throw new Error(`${choice.profile} was chosen`);
    expect(choice.error).toMatchObject({ code, exitCode: 21 });
    expect(choice.error.message).toContain(`The profile ${profile} cannot work: `);
    expect(choice.error.message).toContain(reason);
    expect(choice.error.hint).not.toBe('');
    expect(errorCodes[code]?.exitCode).toBe(21);
  });

  it('runs on the processor beside a card', async () => {
    const choice = await choose('one NVIDIA card', { engine: dockerWithNvidia, profile: 'cpu' });
    expect(tell(choice)).toEqual(['cpu: The processor, as asked for']);
  });

  it('takes no number of GPUs that contradicts it', async () => {
    expect(tell(await choose('one NVIDIA card', { profile: 'gpu-nvidia', gpus: 0 }))).toEqual([
      'CONFIG_INVALID (2): The profile gpu-nvidia needs a GPU, and gpus is 0 → Leave gpus out, or choose the profile cpu.',
    ]);
  });
});

describe('chooseProfile with a choice of cards', () => {
  const engine = dockerWithNvidia;
  const second = 'GPU-7518f6b0-991f-ce2b-3d37-c779130d3137';

  it.each([
    [2, 'gets nvidia × 2'],
    ['all', 'gets nvidia × 2'],
    [['0'], 'gets nvidia × 1'],
    [['1'], `gets nvidia × 1 (${second})`],
    [[second], `gets nvidia × 1 (${second})`],
  ] as const)('takes %s', async (gpus, line) => {
    expect(tell(await choose('two NVIDIA cards', { engine, gpus }))[1]).toBe(line);
  });

  it('takes instances of a split card by their uuids', async () => {
    const gpus = ['MIG-ce861fb0-a248-58ce-a9a8-f9adbc22a66a'];
    expect(tell(await choose('NVIDIA cards in parts', { engine, gpus }))).toEqual([
      'gpu-nvidia: NVIDIA A100-SXM4-80GB MIG 1g.20gb (20 GiB), passed on by the runtime nvidia',
      'gets nvidia × 1 (MIG-ce861fb0-a248-58ce-a9a8-f9adbc22a66a)',
    ]);
  });

  it('takes all that work, and no card that does not', async () => {
    const choice = await choose('NVIDIA cards, some of them ill', { engine, gpus: 'all' });
    expect(tell(choice)[1]).toBe('gets nvidia × 1 (GPU-67a571b1-79ee-1016-8ea3-c1fff3f1c1d2)');
  });

  it('refuses more than there are, and cards that are not there', async () => {
    expect(tell(await choose('two NVIDIA cards', { engine, gpus: 3 }))).toEqual([
      'GPU_NOT_THERE (21): There is no GPU to run on: 3 GPUs were asked for, and Ollama can use 2: NVIDIA TITAN V (12 GiB), NVIDIA RTX 5880 Ada Generation (48 GiB) → gecko up --gpus 2',
    ]);
    expect(tell(await choose('one NVIDIA card', { engine, gpus: ['1'] }))).toEqual([
      'GPU_NOT_THERE (21): There is no GPU to run on: Ollama can use no GPU 1, but: 0 or GPU-0200523e-f473-3a45-9b4a-fbbe0e41ccf8 (NVIDIA GeForce RTX 4090 (24 GiB)) → gecko up --gpus 1',
    ]);
  });

  it('takes AMD GPUs by place or node', async () => {
    const gpus = ['renderD129'];
    expect(tell(await choose('Radeon PRO W7500', { gpus }))).toEqual(
      radeon('AMD GPU gfx1102 (24 GiB)'),
    );
    expect(tell(await choose('Radeon PRO W7500', { gpus: 2 }))[0]).toMatch(/^GPU_NOT_THERE/);
  });
});

describe('chooseProfile with other engines', () => {
  const cdi = (...devices: string[]) => devices.map((name) => `nvidia.com/gpu=${name}`);
  const rootless = { ...dockerInfo, rootless: true };
  const podman = { ...dockerInfo, name: 'Podman', version: '5.6.0', runtimes: ['crun'] };
  const away = { ...dockerInfo, isLocal: false };

  it('asks for CDI devices where the engine lists them', async () => {
    const engine = { ...dockerInfo, cdiDevices: cdi('0', '1', 'all') };
    expect(tell(await choose('two NVIDIA cards', { engine }))).toEqual([
      'gpu-nvidia: NVIDIA RTX 5880 Ada Generation (48 GiB), passed on as a CDI device',
      'gets nvidia.com/gpu=1',
    ]);
    expect(tell(await choose('two NVIDIA cards', { engine, gpus: 'all' }))[1]).toBe(
      'gets nvidia.com/gpu=all',
    );
  });

  it('does not ask for a CDI device that the engine does not list', async () => {
    const engine = { ...dockerInfo, cdiDevices: cdi('0', 'all') };
    expect(tell(await choose('two NVIDIA cards', { engine }))).toEqual([
      'cpu: The processor: the engine does not list the CDI device nvidia.com/gpu=1',
      'gpu-nvidia: The engine does not list the CDI device nvidia.com/gpu=1 → sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml',
    ]);
  });

  it('knows what an engine without root needs (row 45)', async () => {
    const runtimes = dockerWithNvidia.runtimes;
    const tried = tell(await choose('one NVIDIA card', { engine: { ...rootless, runtimes } }));
    expect(tried[0]).toMatch(/^gpu-nvidia: .*if a trial shows/);
    expect(tried[2]).toContain('nvidia-container-cli.no-cgroups');
    const engine = { ...rootless, runtimes, cdiDevices: cdi('0', 'all') };
    expect(tell(await choose('one NVIDIA card', { engine }))[1]).toBe('gets nvidia.com/gpu=all');
    expect(tell(await choose('one NVIDIA card', { engine: rootless }))[1]).toContain(
      'systemctl --user restart docker',
    );
  });

  it('lets an engine without root use AMD devices only as our own (rows 45, 52)', async () => {
    expect(tell(await choose('Radeon RX 7900 XTX', { engine: rootless }))).toEqual([
      'gpu-amd: AMD GPU gfx1100 (24 GiB), if a trial shows that the engine may pass it on',
      'gets /dev/kfd, /dev/dri, image rocm',
    ]);
    expect(tell(await choose('Radeon RX 7900 XTX, not ours', { engine: rootless }))).toEqual([
      'cpu: The processor: the engine runs as you, and you may not use /dev/kfd',
      'gpu-amd: The engine runs as you, and you may not use /dev/kfd → sudo usermod -aG render,video $USER, then log in again and restart the engine',
    ]);
  });

  it('passes no AMD device where users are remapped, unless it is open to all (row 48)', async () => {
    const engine = { ...dockerInfo, usernsRemap: true };
    expect(tell(await choose('Radeon RX 7900 XTX', { engine }))[0]).toMatch(/^cpu: .*userns-remap/);
  });

  it('turns the labels of SELinux off for the GPU, and says so (row 47)', async () => {
    const engine = { ...dockerWithNvidia, selinux: true };
    expect(tell(await choose('one NVIDIA card', { engine })).slice(1)).toEqual([
      'gets nvidia × 1, label=disable',
      "note: SELinux is on: Ollama's container runs without a label (label=disable), else it may not use the GPU",
    ]);
    expect(tell(await choose('Radeon PRO W7500', { engine }))[1]).toContain('label=disable');
    expect(tell(await choose('no card', { engine }))).toEqual(noGpu);
  });

  it('has no ROCm for an engine of another architecture', async () => {
    const engine = { ...dockerInfo, architecture: 'arm64' } as const;
    expect(tell(await choose('Radeon RX 7900 XTX', { engine }))).toEqual([
      'cpu: The processor: Ollama for AMD GPUs exists for amd64 only, and the engine is of another kind',
    ]);
  });

  it('asks Podman for CDI devices alone', async () => {
    const engine = { ...podman, runtimes: ['crun', 'nvidia'] };
    expect(tell(await choose('one NVIDIA card', { engine }))[1]).toBe(
      'gpu-nvidia: Podman has no CDI specification for NVIDIA cards → sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml',
    );
    expect(tell(await choose('one NVIDIA card, CDI', { engine }))).toEqual([
      'gpu-nvidia: NVIDIA GeForce RTX 4090 (24 GiB), if a trial shows that the engine passes it on',
      'gets nvidia.com/gpu=all',
    ]);
  });

  it('believes the engine alone where it runs on another machine', async () => {
    expect(tell(await choose('one NVIDIA card', { engine: away }))).toEqual([
      "cpu: The processor: the engine's machine offers no GPU to containers",
    ]);
    const engine = { ...away, runtimes: dockerWithNvidia.runtimes };
    expect(tell(await choose('no card', { engine, gpus: 2 }))).toEqual([
      "gpu-nvidia: An NVIDIA card of the engine's machine, if a trial shows that the engine passes it on",
      'gets nvidia × 2',
    ]);
    expect(tell(await choose('Radeon RX 7900 XTX', { engine: away, profile: 'gpu-amd' }))).toEqual([
      "GPU_NOT_PASSED (21): The profile gpu-amd cannot work: the devices of the engine's machine cannot be seen from here → Run gecko on that machine (until then, without a GPU: gecko up --profile cpu)",
    ]);
  });

  it('counts the CDI devices of another machine', async () => {
    const engine = { ...away, cdiDevices: cdi('0', '1', 'all') };
    expect(tell(await choose('no card', { engine, gpus: 2 }))[1]).toBe(
      'gets nvidia.com/gpu=0, nvidia.com/gpu=1',
    );
    expect(tell(await choose('no card', { engine, gpus: 3 }))[0]).toMatch(
      /^GPU_NOT_THERE .*does not offer nvidia.com\/gpu=2/,
    );
    const onlyAll = { ...away, cdiDevices: cdi('all') };
    expect(tell(await choose('no card', { engine: onlyAll }))[1]).toBe('gets nvidia.com/gpu=all');
  });
});

describe('chooseProfile with an Ollama on the host', () => {
  const ollama: HostOllama = {
    url: 'http://127.0.0.1:11434',
    version: '0.35.0',
    isLoopback: true,
    bridge: '172.17.0.1',
  };
  const open = { ...ollama, isLoopback: false };

  it('takes it where it alone can use the GPU', async () => {
    expect(tell(await choose('Apple Silicon', { ollama }))).toEqual([
      'host: The Ollama of this machine at http://127.0.0.1:11434, on Apple M1 Pro, if a trial shows that containers reach it',
      'gets to http://127.0.0.1:11434',
    ]);
    expect(tell(await choose('one NVIDIA card', { ollama: open }))[0]).toMatch(
      /^host: .*if a trial shows/,
    );
  });

  it('leaves it where containers get the GPU, or there is none', async () => {
    const engine = dockerWithNvidia;
    expect(tell(await choose('one NVIDIA card', { engine, ollama: open }))[0]).toMatch(/^gpu-nv/);
    expect(tell(await choose('no card', { ollama: open }))).toEqual(noGpu);
  });

  it.each([
    [{}, 'no card', 'Connection refused', 'OLLAMA_HOST=172.17.0.1:11434 ollama serve'],
    [
      {},
      'no card',
      'no answer within 10 s',
      'sudo ufw allow proto tcp from 172.16.0.0/12 to any port 11434',
    ],
    [{ rootless: true }, 'no card', 'Connection refused', 'host-gateway-ip'],
    [
      {},
      'Apple Silicon',
      'bad address',
      'host.docker.internal leads from containers to this machine',
    ],
  ] as const)(
    'names what opens the way that a trial found closed: %j, %s, %s',
    async (more, name, said, mend) => {
      const failed = [{ profile: 'host' as const, said }];
      const engine = { ...dockerInfo, ...more };
      const choice = await choose(name, { engine, ollama: open, profile: 'host', failed });
      const [refusal] = tell(choice);
      expect(refusal).toMatch(/^HOST_OLLAMA_LOOPBACK \(21\): .*does not reach the Ollama/);
      expect(refusal).toContain(said);
      expect(refusal).toContain(mend);
      expect(refusal).not.toContain('0.0.0.0');
    },
  );

  it('names the address to listen on, never all of them', async () => {
    const refusal = tell(await choose('no card', { ollama, profile: 'host' }));
    expect(refusal).toEqual([
      'HOST_OLLAMA_LOOPBACK (21): The profile host cannot work: the Ollama at http://127.0.0.1:11434 listens on loopback only, where no container reaches it → As a service: sudo systemctl edit ollama, add the lines [Service] and Environment="OLLAMA_HOST=172.17.0.1:11434", then: sudo systemctl restart ollama. By hand: OLLAMA_HOST=172.17.0.1:11434 ollama serve',
    ]);
  });

  it('is not the Ollama of another machine that OLLAMA_HOST names', async () => {
    const host = await capturedFacts('no card');
    const [reason, mend] = ['OLLAMA_HOST names http://gpu.example', 'Set generator.url'];
    const wanted = { profile: 'host' as const, gpus: null };
    const ollama = { state: 'broken' as const, reason, mend };
    const choice = chooseProfile({ host: { ...host, ollama }, engine: dockerInfo, wanted });
    expect(tell(choice)).toEqual([
      `HOST_OLLAMA_MISSING (21): The profile host cannot work: OLLAMA_HOST names http://gpu.example → ${mend}`,
    ]);
  });

  it('is out of reach of an engine on another machine', async () => {
    const engine = { ...dockerInfo, isLocal: false };
    expect(tell(await choose('no card', { engine, ollama: open, profile: 'host' }))[0]).toMatch(
      /^HOST_OLLAMA_MISSING .*another machine/,
    );
  });
});

async function choose(
  name: MachineName,
  {
    engine = dockerInfo,
    ollama,
    profile = 'auto',
    gpus = null,
    amdTarget: target = null,
    failed = [],
  }: Partial<ProfileInput['wanted']> &
    Partial<Pick<ProfileInput, 'engine' | 'failed'>> & { ollama?: HostOllama },
): Promise<ProfileChoice> {
  const host = await capturedFacts(name, ollama);
  return chooseProfile({ host, engine, wanted: { profile, gpus, amdTarget: target }, failed });
}

/** The choice as text: profile and reason, what the container gets, what else is said. */
function tell(choice: ProfileChoice): string[] {
  if (choice.kind === 'refused') {
    const { code, exitCode, message, hint } = choice.error;
    return [`${code} (${exitCode}): ${message} → ${hint}`];
  }
  const { profile, reason, needs, notes, better } = choice;
  const gets = [
    ...needs.devices.map(tellDevice),
    ...needs.groups.map((group) => `group ${group}`),
    ...needs.securityOptions,
    ...(needs.image === 'rocm' ? ['image rocm'] : []),
    ...(needs.upstream ? [`to ${needs.upstream}`] : []),
  ];
  return [
    `${profile}: ${reason}`,
    ...(gets.length > 0 ? [`gets ${gets.join(', ')}`] : []),
    ...notes.map((note) => `note: ${note}`),
    ...better.map(({ profile, reason, mend }) => `${profile}: ${reason} → ${mend}`),
  ];
}

function tellDevice(device: DeviceRequest): string {
  if (device.kind === 'device') return device.path;
  if (device.kind === 'cdi') return device.devices.join(', ');
  return `nvidia × ${device.count}${device.ids.length > 0 ? ` (${device.ids.join(', ')})` : ''}`;
}
