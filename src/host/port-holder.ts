import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { parseListeners } from './parse-listeners.ts';

/**
 * The process that listens on a port, e.g. `node (process 4711)`; null where the system does not
 * tell, as for another user's processes. Linux only: elsewhere nothing is readable without a program.
 */
export function findPortHolder(port: number, proc = '/proc'): string | null {
  const inodes = ['tcp', 'tcp6']
    .flatMap((table) => parseListeners(readText(`${proc}/net/${table}`)))
    .filter((listener) => listener.port === port)
    .map(({ inode }) => inode);
  if (inodes.length === 0) return null;
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`));
  const pid = list(proc).find(
    (name) =>
      /^\d+$/.test(name) &&
      list(`${proc}/${name}/fd`).some((fd) => sockets.has(link(`${proc}/${name}/fd/${fd}`))),
  );
  if (pid === undefined) return null;
  const name = readText(`${proc}/${pid}/comm`).trim();
  return `${name || 'a program'} (process ${pid})`;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not Linux, hidden, or gone since: then nobody can be named.
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Another user's process, or one that has ended.
    return [];
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Closed since.
    return '';
  }
}
