import { describe, expect, it } from 'vitest';
import { capturedMachines } from '../../test/fakes/captured-machines.ts';
import { hostTree } from '../../test/fakes/host-tree.ts';
import { liveClock } from '../live-clock.ts';
import type { Clock } from '../runtime.ts';
import { collectHostFacts } from './collect-host-facts.ts';
import type { HostFacts } from './host-facts.ts';
import type { ProbeResult } from './probe-result.ts';

const { signal } = new AbortController();
const others = {
  clock: liveClock,
  fetch: () => Promise.reject(new Error('connection refused')),
  folder: '/var/lib/gecko',
  ollamaUrl: 'http://127.0.0.1:11434',
};
const never = new Promise<never>(() => {});

/** Time passes at once where nothing else happens. */
const hasty: Clock = { ...liveClock, sleep: (_, signal) => liveClock.sleep(20, signal) };

/** What there is on each machine, one line a card; what is broken, with what mends it. */
const expected: Record<keyof typeof capturedMachines, readonly string[]> = {
  'no card': [],
  'one NVIDIA card': ['0 NVIDIA GeForce RTX 4090, 24564 MiB, 8.9, 570.133.07', 'toolkit'],
  'one NVIDIA card, no toolkit': ['0 NVIDIA GeForce RTX 4090, 24564 MiB, 8.9, 570.133.07'],
  'one NVIDIA card, hook of the toolkit': [
    '0 NVIDIA GeForce RTX 4090, 24564 MiB, 8.9, 570.133.07',
    'toolkit with its hook',
  ],
  'one NVIDIA card, CDI': [
    '0 NVIDIA GeForce RTX 4090, 24564 MiB, 8.9, 570.133.07',
    'toolkit',
    'CDI',
  ],
  'two NVIDIA cards': [
    '0 NVIDIA TITAN V, 12288 MiB, 7.0, 570.86.15',
    '1 NVIDIA RTX 5880 Ada Generation, 49140 MiB, 8.9, 570.86.15',
    'toolkit',
  ],
  'NVIDIA cards in parts': [
    '0 NVIDIA A100-SXM4-80GB, 81920 MiB, 8.0, 570.86.15, in 4 parts',
    '1 NVIDIA A100-SXM4-80GB, 81920 MiB, 8.0, 570.86.15',
    '2 NVIDIA A100-SXM4-80GB, 81920 MiB, 8.0, 570.86.15',
    '3 NVIDIA A100-SXM4-80GB, 81920 MiB, 8.0, 570.86.15',
    'toolkit',
  ],
  'NVIDIA card with shared memory': ['0 NVIDIA GB10, ? MiB, 12.1, 580.126.09', 'toolkit'],
  'NVIDIA cards, some of them ill': [
    '0 NVIDIA GeForce RTX 2080 Ti, 11264 MiB, 7.5, 550.90.07',
    'ill: 1, GPU-3e34e62f-d88e-f448-415e-be2cbf2c6178, NVIDIA GeForce RTX 2080 Ti, [Unknown Error], 550.90.07, [N/A], 7.5',
    'ill: 2, ERR!, ERR!, ERR!, ERR!, ERR!, ERR!',
    'toolkit',
  ],
  'old NVIDIA cards': [
    ...[0, 1, 2, 3, 4, 5, 6, 7].map(
      (index) => `${index} GeForce GTX TITAN X, 12206 MiB, ?, 470.182.03`,
    ),
    'toolkit',
  ],
  'NVIDIA card in another locale': ['0 GeForce RTX 2080, 7979 MiB, 7.5, 551.23', 'toolkit'],
  'NVIDIA card that was lost': [
    'nvidia-smi says: Unable to determine the device handle for GPU 0000:0B:00.0: Unknown Error → Restart the machine; sudo dmesg | grep -i nvrm tells why the card was lost',
  ],
  'NVIDIA driver updated under way': [
    'nvidia-smi says: Failed to initialize NVML: Driver/library version mismatch → Restart the machine: the driver was updated while the old one runs',
  ],
  'NVIDIA driver not loaded': [
    "nvidia-smi says: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver → sudo modprobe nvidia; where that fails, install the driver again for the running kernel and restart the machine",
  ],
  'NVIDIA driver without a card': [],
  'NVIDIA driver that does not fit': [
    'The machine has an NVIDIA card, and its driver does not find it → Install the driver that fits the card, or restart the machine after an update',
  ],
  'NVIDIA driver that hangs': [
    'nvidia-smi does not answer within 5 s → Restart the machine: the NVIDIA driver hangs',
  ],
  'NVIDIA card without a driver': [
    'The machine has an NVIDIA card, and nvidia-smi is not installed → Install the NVIDIA driver, 550 or newer (Ubuntu: sudo ubuntu-drivers install)',
  ],
  'WSL 2 with NVIDIA cards': [0, 1, 2, 3].map(
    (index) => `${index} NVIDIA GeForce RTX 3090, 24576 MiB, 8.6, 591.74`,
  ),
  'Radeon RX 7900 XTX': ['gfx1100, 24560 MiB, /dev/dri/renderD128', '/dev/kfd 109'],
  'Radeon RX 7900 XTX, not ours': [
    'gfx1100, 24560 MiB, /dev/dri/renderD128',
    '/dev/kfd 109, not ours',
  ],
  'Radeon PRO W7500': ['gfx1102, 24560 MiB, /dev/dri/renderD129', '/dev/kfd 109'],
  'Ryzen with Radeon 780M': [
    'gfx1103 in the processor, ? MiB, /dev/dri/renderD129',
    '/dev/kfd 109',
  ],
  'Ryzen AI Max': ['gfx1151 in the processor, 512 MiB, /dev/dri/renderD128', '/dev/kfd 109'],
  'Ryzen with Vega, old kernel': ['? in the processor, ? MiB, /dev/dri/renderD129', '/dev/kfd 109'],
  'Ryzen with a Radeon of its own': [
    'gfx1100, 24560 MiB, /dev/dri/renderD128',
    'gfx1103 in the processor, ? MiB, /dev/dri/renderD129',
    '/dev/kfd 109',
  ],
  'AMD GPU without /dev/kfd': [
    'The machine has an AMD GPU, and /dev/kfd is missing: its driver is not loaded → sudo modprobe amdgpu; where that fails, install the amdgpu driver of ROCm 7',
  ],
  'AMD GPU without computing': [
    'The machine has an AMD GPU, and its driver does not offer it for computing → Install a newer kernel or the amdgpu driver of ROCm 7; very old cards stay without',
  ],
  'Intel GPU': ['Intel at /dev/dri/renderD128'],
  'Apple Silicon': ['Apple M1 Pro, 16384 MiB'],
  'Mac with an Intel processor': [],
};

describe('collectHostFacts', () => {
  it.each(Object.entries(expected))('knows the cards of: %s', async (name, lines) => {
    const machine = capturedMachines[name as keyof typeof capturedMachines];
    const facts = await collectHostFacts({ ...machine, ...others }, signal);
    expect(cards(facts)).toEqual(lines);
  });

  it('has an expectation for every captured machine', () => {
    expect(Object.keys(expected)).toEqual(Object.keys(capturedMachines));
  });

  it('knows processor, memory, disk and WSL', async () => {
    const machine = capturedMachines['WSL 2 with NVIDIA cards'];
    expect(await collectHostFacts({ ...machine, ...others }, signal)).toMatchObject({
      platform: 'linux',
      arch: 'x64',
      wsl: 2,
      cpu: { model: 'a processor', cores: 8, threads: 8 },
      memory: { total: 32 * 2 ** 30, available: 16 * 2 ** 30 },
      disk: { state: 'found', facts: { path: '/', free: 50e9 } },
    });
  });

  it('waits for no probe that hangs, and keeps what the others say', async () => {
    const machine = capturedMachines['Radeon RX 7900 XTX'];
    const exec = { run: () => never };
    const facts = await collectHostFacts({ ...machine, ...others, exec, clock: hasty }, signal);
    expect(facts.nvidia).toMatchObject({
      state: 'broken',
      reason: expect.stringContaining('longer than'),
    });
    expect(facts.amd.state).toBe('found');
  });

  it('keeps what the others say where a probe fails', async () => {
    const files = {
      ...hostTree({}),
      list: async () => {
        throw new Error('input/output error');
      },
    };
    const machine = capturedMachines['one NVIDIA card'];
    const facts = await collectHostFacts({ ...machine, ...others, files }, signal);
    expect(facts.amd).toMatchObject({ state: 'broken' });
    expect(facts.disk.state).toBe('found');
  });

  it('ends at once when it is cancelled', async () => {
    const machine = { ...capturedMachines['no card'], exec: { run: () => never } };
    const cancelled = new AbortController();
    const facts = collectHostFacts({ ...machine, ...others }, cancelled.signal);
    cancelled.abort(new Error('Ctrl-C'));
    await expect(facts).rejects.toThrow('Ctrl-C');
  });
});

function cards({ nvidia, amd, intel, apple }: HostFacts): string[] {
  return [
    ...lines(nvidia, ({ gpus, migDevices, unhealthy, toolkit, hook, cdiSpec }) => [
      ...gpus.map(
        ({ index, name, memory, computeCapability, driver, split }) =>
          `${index} ${name}, ${mebibytes(memory)}, ${computeCapability ?? '?'}, ${driver}${split ? `, in ${migDevices.length} parts` : ''}`,
      ),
      ...unhealthy.map((row) => `ill: ${row}`),
      ...(toolkit ? [`toolkit${hook ? ' with its hook' : ''}`] : []),
      ...(cdiSpec ? ['CDI'] : []),
    ]),
    ...lines(amd, ({ gpus, kfd }) => [
      ...gpus.map(
        ({ gfx, memory, isIntegrated, renderNode }) =>
          `${gfx ?? '?'}${isIntegrated ? ' in the processor' : ''}, ${mebibytes(memory)}, ${renderNode?.path}`,
      ),
      `${kfd.path} ${kfd.gid}${kfd.isOurs ? '' : ', not ours'}`,
    ]),
    ...lines(intel, ({ renderNodes }) => renderNodes.map(({ path }) => `Intel at ${path}`)),
    ...lines(apple, ({ chip, memory }) => [`${chip}, ${mebibytes(memory)}`]),
  ];
}

function lines<Facts>(probe: ProbeResult<Facts>, tell: (facts: Facts) => string[]): string[] {
  if (probe.state === 'found') return tell(probe.facts);
  return probe.state === 'broken' ? [`${probe.reason} → ${probe.mend}`] : [];
}

function mebibytes(bytes: number | null): string {
  return `${bytes === null ? '?' : bytes / 2 ** 20} MiB`;
}
