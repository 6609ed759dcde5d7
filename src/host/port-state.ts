import { createServer } from 'node:net';
import { errorCode } from '../error-code.ts';

/** `forbidden`: only to this user; an engine may have it. */
export type PortState = 'free' | 'taken' | 'forbidden';

/** Whether a port can be listened on at an address of this machine; at one that it does not have, all are free. */
export function portState(port: number, address: string): Promise<PortState> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => {
      const code = errorCode(error);
      resolve(code === 'EADDRINUSE' ? 'taken' : code === 'EACCES' ? 'forbidden' : 'free');
    });
    server.listen({ port, host: address, exclusive: true }, () =>
      server.close(() => resolve('free')),
    );
  });
}
