import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import type { ConnectInput } from '../connect/connect-input.ts';
import type { Endpoint } from '../connect/endpoint.ts';
import { sshArguments } from '../connect/ssh-arguments.ts';
import type { PublishedPort } from '../objects.ts';
import { dialled } from './dialled.ts';
import type { Forward } from './forward.ts';

type SshEndpoint = Extract<Endpoint, { kind: 'ssh' }>;

/** A port that was free may be taken by the time that ssh listens there. */
const TRIES = 3;

/**
 * Forwards by a connection of the system's ssh, `ssh -L`, with its configuration, agent and known hosts.
 * What runs at its other end is the same program as for the engine's API, which tells when the connection
 * stands, and ends with this process, however that ends: then so does ssh.
 * @returns null where ssh or its server does not forward
 */
export async function sshForward(
  endpoint: SshEndpoint,
  to: PublishedPort,
  env: ConnectInput['env'],
  signal: AbortSignal,
): Promise<Forward | null> {
  for (let left = TRIES; left > 0; left--) {
    const port = await freePort();
    const child = spawn('ssh', [...forwarding(port, to), ...sshArguments(endpoint)], {
      env,
      stdio: 'pipe',
    });
    const said = listenTo(child);
    if (!(await stands(child, signal))) {
      if (/already in use|cannot listen to port/i.test(said())) continue;
      return null;
    }
    if (await isAllowed(port, said, signal)) return forward(child, port);
    child.kill();
    return null;
  }
  return null;
}

function forwarding(port: number, { address, hostPort }: PublishedPort): string[] {
  const options = {
    // Of its own: a connection that others share keeps its forwards when gecko has ended.
    ControlPath: 'none',
    ExitOnForwardFailure: 'yes',
    // It says on this level what its server does not allow.
    LogLevel: 'INFO',
    ServerAliveInterval: '30',
  };
  return [
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...['-L', `127.0.0.1:${port}:${dialled(address)}:${hostPort}`],
  ];
}

function listenTo(child: ChildProcessWithoutNullStreams): () => string {
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-2_000);
  });
  return () => said;
}

/** Whether the engine at the other end answers, by when ssh has set its forwards up; false where ssh ends. */
async function stands(
  child: ChildProcessWithoutNullStreams,
  signal: AbortSignal,
): Promise<boolean> {
  // Written after ssh has ended: its end says so.
  child.stdin.on('error', () => {});
  child.stdin.write('GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n');
  const end = () => child.kill();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await new Promise<boolean>((resolve) => {
      child.stdout.once('data', () => resolve(true));
      child.once('error', () => resolve(false)).once('close', () => resolve(false));
    });
  } finally {
    signal.removeEventListener('abort', end);
    signal.throwIfAborted();
    // Nothing more of it is of use, and a full pipe would hold ssh up.
    child.stdout.resume();
  }
}

/** Whether the server lets through, be there somebody behind or not yet. */
async function isAllowed(port: number, said: () => string, signal: AbortSignal): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1', signal });
  socket.on('error', () => {});
  socket.write('HEAD / HTTP/1.0\r\n\r\n');
  const answered = await new Promise<boolean>((resolve) => {
    socket.once('data', () => resolve(true)).once('close', () => resolve(false));
  });
  socket.destroy();
  signal.throwIfAborted();
  return answered || !/administratively prohibited|unknown channel type/i.test(said());
}

function forward(child: ChildProcessWithoutNullStreams, port: number): Forward {
  return {
    port,
    isOpen: () => child.exitCode === null && child.signalCode === null,
    close: () => void child.kill(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
