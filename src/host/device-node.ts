import type { HostFiles } from './host-files.ts';

/** A file under /dev, and who may use it. */
export interface DeviceNode {
  path: string;
  gid: number;
  /** Permission bits, such as 0o660. */
  mode: number;
  /** This process may read and write it. */
  isOurs: boolean;
}

/** Null where there is none. */
export async function readDeviceNode(files: HostFiles, path: string): Promise<DeviceNode | null> {
  const [stat, isOurs] = await Promise.all([files.stat(path), files.mayUse(path)]);
  return stat && { path, gid: stat.gid, mode: stat.mode, isOurs };
}
