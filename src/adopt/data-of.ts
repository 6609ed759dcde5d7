import type { OldMount, OldService } from './old-stack.ts';

/** Where a service keeps its data. */
export interface OldData {
  service: OldService;
  mount: OldMount;
  /** Below the mount; empty: all of it. */
  folder: string;
  /** The same as the service sees it. */
  path: string;
}

/** Null where it lies in no volume and in no folder of the engine's machine. */
export function dataOf(service: OldService, path: string): OldData | null {
  const [mount] = service.mounts
    .filter(({ target }) => path === target || path.startsWith(`${target}/`))
    .toSorted((a, b) => b.target.length - a.target.length);
  if (!mount) return null;
  return { service, mount, folder: path.slice(mount.target.length + 1), path };
}
