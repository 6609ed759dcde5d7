import { readFileSync } from 'node:fs';
import type { Exec } from '../../src/clients/exec.ts';
import type { HostFiles } from '../../src/host/host-files.ts';
import type { Machine } from '../../src/host/machine.ts';
import { hostExec, type Program } from './host-exec.ts';
import { type HostEntry, hostTree } from './host-tree.ts';

export interface CapturedMachine {
  exec: Exec;
  files: HostFiles;
  machine: Machine;
}

/** A file of test/fixtures/host; its README names the sources. */
export function captured(name: string): string {
  return readFileSync(new URL(`../fixtures/host/${name}`, import.meta.url), 'utf8');
}

const linux: Machine = {
  platform: 'linux',
  arch: 'x64',
  cpuModel: 'a processor',
  threads: 8,
  totalMemory: 32 * 2 ** 30,
  freeMemory: 16 * 2 ** 30,
};
const mac: Machine = { ...linux, platform: 'darwin', arch: 'arm64' };

const render = { gid: 109, mode: 0o660, isOurs: true };
const toolkit = { '/usr/bin/nvidia-ctk': '' };
const wsl2 = { '/proc/version': captured('proc/version-wsl2.txt') };

/** Every machine that outputs were captured of, by what it stands for. */
export const capturedMachines = {
  'no card': machine({}),
  'one NVIDIA card': machine({ smi: says('one-card.csv'), files: toolkit }),
  'one NVIDIA card, no toolkit': machine({ smi: says('one-card.csv') }),
  'one NVIDIA card, hook of the toolkit': machine({
    smi: says('one-card.csv'),
    files: { ...toolkit, '/usr/bin/nvidia-container-runtime-hook': '' },
  }),
  'one NVIDIA card, CDI': machine({
    smi: says('one-card.csv'),
    files: { ...toolkit, '/etc/cdi/nvidia.yaml': '' },
  }),
  'two NVIDIA cards': machine({ smi: says('two-cards.csv'), files: toolkit }),
  'NVIDIA cards in parts': machine({
    smi: (args) => (args[0] === '-L' ? says('mig-list.txt')(args) : says('mig.csv')(args)),
    files: toolkit,
  }),
  'NVIDIA card with shared memory': machine({ smi: says('shared-memory.csv'), files: toolkit }),
  'NVIDIA cards, some of them ill': machine({ smi: says('error-values.csv'), files: toolkit }),
  'old NVIDIA cards': machine({ smi: oldSmi, files: toolkit }),
  'NVIDIA card in another locale': machine({ smi: says('other-locale.csv'), files: toolkit }),
  'NVIDIA card that was lost': machine({ smi: says('lost-card.txt', 15) }),
  'NVIDIA driver updated under way': machine({ smi: says('version-mismatch.txt', 18) }),
  'NVIDIA driver not loaded': machine({ smi: says('no-driver.txt', 9) }),
  'NVIDIA driver without a card': machine({ smi: says('no-devices.txt', 6) }),
  'NVIDIA driver that does not fit': machine({ smi: says('no-devices.txt'), files: pci('10de') }),
  'NVIDIA driver that hangs': machine({ smi: () => 'hangs' }),
  'NVIDIA card without a driver': machine({ files: pci('10de') }),
  'WSL 2 with NVIDIA cards': machine({
    programs: { '/usr/lib/wsl/lib/nvidia-smi': says('wsl.csv') },
    files: { ...wsl2, '/usr/lib/wsl/lib/nvidia-smi': '' },
  }),
  'Radeon RX 7900 XTX': machine({ files: amd(['radeon-7900-xtx']) }),
  'Radeon RX 7900 XTX, not ours': machine({
    files: { ...amd(['radeon-7900-xtx']), '/dev/kfd': { ...render, isOurs: false } },
  }),
  'Radeon PRO W7500': machine({ files: amd(['radeon-pro-w7500']) }),
  'Ryzen with Radeon 780M': machine({ files: amd(['apu-phoenix']) }),
  'Ryzen AI Max': machine({
    files: {
      ...amd(['apu-strix-halo']),
      '/sys/class/drm/renderD128/device/mem_info_vram_total': '536870912\n',
    },
  }),
  'Ryzen with Vega, old kernel': machine({ files: amd(['apu-raven']) }),
  'Ryzen with a Radeon of its own': machine({ files: amd(['radeon-7900-xtx', 'apu-phoenix']) }),
  'AMD GPU without /dev/kfd': machine({ files: pci('1002') }),
  'AMD GPU without computing': machine({ files: { ...pci('1002'), '/dev/kfd': render } }),
  'Intel GPU': machine({
    files: {
      ...pci('8086'),
      '/sys/class/drm/card0/device/vendor': '0x8086\n',
      '/sys/class/drm/renderD128/device/vendor': '0x8086\n',
      '/dev/dri/renderD128': render,
    },
  }),
  'Apple Silicon': machine({
    on: mac,
    programs: { '/usr/sbin/sysctl': () => ({ stdout: captured('sysctl/apple-silicon.txt') }) },
  }),
  'Mac with an Intel processor': machine({
    on: { ...mac, arch: 'x64' },
    programs: { '/usr/sbin/sysctl': () => ({ stdout: captured('sysctl/intel-mac.txt') }) },
  }),
} as const;

function machine({
  smi,
  programs = {},
  files = {},
  on = linux,
}: {
  smi?: Program;
  programs?: Record<string, Program>;
  files?: Record<string, HostEntry>;
  on?: Machine;
}): CapturedMachine {
  return {
    exec: hostExec({ ...programs, ...(smi ? { 'nvidia-smi': smi } : {}) }),
    files: hostTree(files),
    machine: on,
  };
}

function says(file: string, exitCode = 0): Program {
  return () => ({ stdout: captured(`nvidia-smi/${file}`), exitCode });
}

/** A driver that knows neither the compute capability nor MIG. */
function oldSmi([query = '']: readonly string[]): ReturnType<Program> {
  const unknown = ['compute_cap', 'mig.mode.current'].find((field) => query.includes(field));
  if (unknown !== undefined) {
    const stdout = captured('nvidia-smi/unknown-field.txt').replace('compute_cap', unknown);
    return { exitCode: 2, stdout };
  }
  const rows = captured('nvidia-smi/eight-cards.csv').trimEnd().split('\n');
  return { stdout: rows.map((row) => `${row}, 470.182.03\n`).join('') };
}

function pci(vendor: string): Record<string, HostEntry> {
  const device = '/sys/bus/pci/devices/0000:03:00.0';
  return { [`${device}/vendor`]: `0x${vendor}\n`, [`${device}/class`]: '0x030000\n' };
}

/** A processor, then GPUs; their memory banks and device nodes made to fit. */
function amd(gpus: readonly string[]): Record<string, HostEntry> {
  const nodes = '/sys/class/kfd/kfd/topology/nodes';
  const files: Record<string, HostEntry> = {
    ...pci('1002'),
    '/dev/kfd': render,
    [`${nodes}/0/properties`]: captured('kfd/processor.txt'),
  };
  for (const [index, gpu] of gpus.entries()) {
    const properties = captured(`kfd/${gpu}.txt`);
    const [, minor] = /^drm_render_minor (\d+)$/m.exec(properties) ?? [];
    files[`${nodes}/${index + 1}/properties`] = properties;
    files[`${nodes}/${index + 1}/mem_banks/0/properties`] =
      'heap_type 1\nsize_in_bytes 25753026560\nflags 0\nwidth 384\n';
    files[`/dev/dri/renderD${minor}`] = render;
  }
  return files;
}
