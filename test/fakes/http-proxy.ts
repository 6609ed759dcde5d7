import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect, type Socket } from 'node:net';

/** A proxy as offices have one: requests by their whole address, and tunnels for what is encrypted. */
export interface HttpProxy {
  url: string;
  /** `GET http://…`, `CONNECT host:port`, oldest first. */
  asked: string[];
  close(): void;
}

/** @param port on loopback, to which everything goes, whatever it is asked for */
export async function startHttpProxy(port: number): Promise<HttpProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const { pathname } = new URL(incoming.url ?? '');
    const { method, headers } = incoming;
    const sent = request({ host: '127.0.0.1', port, path: pathname, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    sent.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(sent);
  });
  server.on('connect', ({ method, url }, client: Socket) => {
    asked.push(`${method} ${url}`);
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
