import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** State "listening" in /proc/net/tcp (proc_pid_net(5)). */
const listening = '0A';

/**
 * The process that listens on a port, e.g. `node (process 4711)`; null where the system does not
 * tell, as for another user's processes. Linux only: elsewhere nothing is readable without a program.
 */
export function findPortHolder(port: number, proc = '/proc'): string | null {
  const inodes = ['tcp', 'tcp6'].flatMap((table) =>
    listeningInodes(readText(`${proc}/net/${table}`), port),
  );
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

/** Inodes of the sockets that listen on the port; address and port are hexadecimal in the table. */
export function listeningInodes(table: string, port: number): string[] {
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    const isPort = Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16) === port;
    return isPort && state === listening && inode !== undefined ? [inode] : [];
  });
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
