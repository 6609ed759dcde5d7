import type { HostFiles } from './host-files.ts';

export const pciVendors = { nvidia: '0x10de', amd: '0x1002', intel: '0x8086' } as const;

const devices = '/sys/bus/pci/devices';

/** PCI classes of a display controller (0x03) and of an accelerator (0x12), as their first digits. */
const displayClasses = /^0x(03|12)/;

/** Whether the machine has a graphics card or accelerator of a vendor, with or without a driver. Linux only. */
export async function hasPciDisplay(
  files: HostFiles,
  vendor: keyof typeof pciVendors,
): Promise<boolean> {
  const found = await Promise.all(
    (await files.list(devices)).map(async (address) => {
      const [owner, kind] = await Promise.all([
        files.read(`${devices}/${address}/vendor`),
        files.read(`${devices}/${address}/class`),
      ]);
      return owner?.trim() === pciVendors[vendor] && displayClasses.test(kind ?? '');
    }),
  );
  return found.includes(true);
}
