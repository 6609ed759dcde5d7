import { isIntegratedAmd } from './amd-integrated.ts';
import { type DeviceNode, readDeviceNode } from './device-node.ts';
import type { HostFiles } from './host-files.ts';
import { parseKfdNode, parseKfdNumbers } from './parse-kfd-node.ts';
import { hasPciDisplay } from './pci-displays.ts';
import type { ProbeResult } from './probe-result.ts';

export interface AmdGpu {
  /** `gfx1100`; null where the kernel does not tell. */
  gfx: string | null;
  /** Product name; null for most cards, whose driver does not tell. */
  name: string | null;
  /** Part of a processor (APU): it shares the machine's memory. */
  isIntegrated: boolean;
  /** Bytes of its own; for an integrated one what the firmware sets aside. Null where nothing tells. */
  memory: number | null;
  /** Null where the card has no node in /dev/dri. */
  renderNode: DeviceNode | null;
}

export interface AmdFacts {
  /** At least one, in the kernel's order. */
  gpus: readonly AmdGpu[];
  kfd: DeviceNode;
}

const topology = '/sys/class/kfd/kfd/topology/nodes';

/** AMD GPUs that the kernel offers for computing. Linux only. */
export async function probeAmd(files: HostFiles): Promise<ProbeResult<AmdFacts>> {
  const [kfd, gpus] = await Promise.all([readDeviceNode(files, '/dev/kfd'), readGpus(files)]);
  if (kfd && gpus.length > 0) return { state: 'found', facts: { gpus, kfd } };
  if (!(await hasPciDisplay(files, 'amd'))) {
    return { state: 'none', reason: 'This machine has no AMD GPU' };
  }
  return kfd
    ? {
        state: 'broken',
        reason: 'The machine has an AMD GPU, and its driver does not offer it for computing',
        mend: 'Install a newer kernel or the amdgpu driver of ROCm 7; very old cards stay without',
      }
    : {
        state: 'broken',
        reason: 'The machine has an AMD GPU, and /dev/kfd is missing: its driver is not loaded',
        mend: 'sudo modprobe amdgpu; where that fails, install the amdgpu driver of ROCm 7',
      };
}

async function readGpus(files: HostFiles): Promise<AmdGpu[]> {
  const names = (await files.list(topology)).sort((a, b) => Number(a) - Number(b));
  const gpus = await Promise.all(names.map((name) => readGpu(files, `${topology}/${name}`)));
  return gpus.filter((gpu) => gpu !== null);
}

/** Null for a node that is only a processor. */
async function readGpu(files: HostFiles, folder: string): Promise<AmdGpu | null> {
  const node = parseKfdNode((await files.read(`${folder}/properties`)) ?? '');
  if (node.simdCount === 0) return null;
  const isIntegrated = node.cpuCores > 0 || (node.gfx !== null && isIntegratedAmd(node.gfx));
  const device = `/sys/class/drm/renderD${node.renderMinor}/device`;
  const [name, own, renderNode] = await Promise.all([
    files.read(`${device}/product_name`),
    files.read(`${device}/mem_info_vram_total`),
    node.renderMinor === null ? null : readDeviceNode(files, `/dev/dri/renderD${node.renderMinor}`),
  ]);
  return {
    gfx: node.gfx,
    name: name?.trim() || null,
    isIntegrated,
    // The topology counts the shared memory of an integrated one as its own.
    memory: Number(own) || (isIntegrated ? null : await memoryBanks(files, folder)),
    renderNode,
  };
}

async function memoryBanks(files: HostFiles, folder: string): Promise<number | null> {
  const banks = await files.list(`${folder}/mem_banks`);
  const sizes = await Promise.all(
    banks.map(async (bank) => {
      const properties = await files.read(`${folder}/mem_banks/${bank}/properties`);
      return parseKfdNumbers(properties ?? '').get('size_in_bytes') ?? 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0) || null;
}
