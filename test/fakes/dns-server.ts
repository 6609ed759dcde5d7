import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A name server as Docker's is: names of containers with their addresses, and nothing else. */
export interface DnsServer {
  port: number;
  /** Names with IPv4 addresses; may change at any time. */
  names: Map<string, string>;
  close(): void;
}

/** Answers A queries over UDP (RFC 1035, section 4); a name it does not know does not exist. */
export async function startDns(names: Readonly<Record<string, string>>): Promise<DnsServer> {
  const known = new Map(Object.entries(names));
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const end = query.indexOf(0, 12);
    const address = known.get(nameOf(query.subarray(12, end)));
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(address === undefined ? 0x8183 : 0x8180, 2);
    header.writeUInt16BE(address === undefined ? 0 : 1, 6);
    header.writeUInt32BE(0, 8);
    const question = query.subarray(12, end + 5);
    const answer = address === undefined ? [] : [answerWith(address)];
    socket.send(Buffer.concat([header, question, ...answer]), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  return { port, names: known, close: () => socket.close() };
}

function nameOf(labels: Buffer): string {
  const parts: string[] = [];
  for (let at = 0; at < labels.length; at += 1 + (labels[at] ?? 0))
    parts.push(labels.subarray(at + 1, at + 1 + (labels[at] ?? 0)).toString('latin1'));
  return parts.join('.').toLowerCase();
}

/** Type A, class IN, a second to live. */
function answerWith(address: string): Buffer {
  const fixed = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4]);
  return Buffer.concat([fixed, Buffer.from(address.split('.').map(Number))]);
}
