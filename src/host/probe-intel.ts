import { type DeviceNode, readDeviceNode } from './device-node.ts';
import type { HostFiles } from './host-files.ts';
import { pciVendors } from './pci-displays.ts';
import type { ProbeResult } from './probe-result.ts';

export interface IntelFacts {
  /** At least one, such as /dev/dri/renderD128. */
  renderNodes: readonly DeviceNode[];
}

/** Intel GPUs with a driver. Linux only. */
export async function probeIntel(files: HostFiles): Promise<ProbeResult<IntelFacts>> {
  const names = (await files.list('/sys/class/drm')).filter((name) => /^renderD\d+$/.test(name));
  const nodes = await Promise.all(
    names.sort().map(async (name) => {
      const vendor = await files.read(`/sys/class/drm/${name}/device/vendor`);
      return vendor?.trim() === pciVendors.intel ? readDeviceNode(files, `/dev/dri/${name}`) : null;
    }),
  );
  const renderNodes = nodes.filter((node) => node !== null);
  return renderNodes.length > 0
    ? { state: 'found', facts: { renderNodes } }
    : { state: 'none', reason: 'This machine has no Intel GPU' };
}
