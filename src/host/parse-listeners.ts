/** A socket that waits for connections. */
export interface Listener {
  port: number;
  /** Reached from this machine only. */
  isLoopback: boolean;
  /** Names the socket among those that a process holds. */
  inode: string;
}

/** State "listening" in /proc/net/tcp (proc_pid_net(5)). */
const listening = '0A';

/** /proc/net/tcp or tcp6; address and port are hexadecimal, the address in the processor's byte order. */
export function parseListeners(table: string): Listener[] {
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    return state === listening && inode !== undefined
      ? [{ port: Number.parseInt(port, 16), isLoopback: isLoopback(address), inode }]
      : [];
  });
}

/** 127.0.0.0/8, the same within IPv6, and ::1; as little-endian processors have them. */
function isLoopback(address: string): boolean {
  return /^(0{16}F{4}0{4})?[0-9A-F]{6}7F$/i.test(address) || /^0{24}01000000$/.test(address);
}
