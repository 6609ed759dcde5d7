import { createServer } from 'node:net';
import { errorCode } from '../error-code.ts';

/** Whether something listens at an address of this machine; what may not be listened on is not taken. */
export function isPortTaken(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(errorCode(error) === 'EADDRINUSE'));
    server.listen({ port, host: address, exclusive: true }, () =>
      server.close(() => resolve(false)),
    );
  });
}
