import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Agent, type AgentOptions } from 'node:http';
import { Socket } from 'node:net';
import { Duplex, type DuplexOptions } from 'node:stream';
import type { ConnectInput } from './connect-input.ts';
import type { Endpoint } from './endpoint.ts';
import { sshArguments } from './ssh-arguments.ts';

type SshEndpoint = Extract<Endpoint, { kind: 'ssh' }>;

/**
 * Reaches an engine through the system's ssh, as Docker's command line does: with its configuration, agent,
 * and known hosts. Each connection is `ssh … docker system dial-stdio`, kept for the calls to come.
 */
export class SshAgent extends Agent {
  readonly #endpoint: SshEndpoint;
  readonly #env: ConnectInput['env'];

  constructor(endpoint: SshEndpoint, env: ConnectInput['env'], options: AgentOptions = {}) {
    super({ keepAlive: true, ...options });
    this.#endpoint = endpoint;
    this.#env = env;
  }

  override createConnection(): Duplex {
    return dial(this.#endpoint, this.#env);
  }
}

function dial(endpoint: SshEndpoint, env: ConnectInput['env']): Duplex {
  const child = spawn('ssh', sshArguments(endpoint), { env, stdio: 'pipe' });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-2_000);
  });
  const connection = new SshConnection(child, {
    read() {
      child.stdout.resume();
    },
    write(chunk, _encoding, done) {
      child.stdin.write(chunk, done);
    },
    final(done) {
      child.stdin.end(done);
    },
    destroy(error, done) {
      child.kill();
      done(error);
    },
  });
  child.stdout.on('data', (chunk) => {
    if (!connection.push(chunk)) child.stdout.pause();
  });
  child.on('error', (error) => connection.destroy(new SshError(`ssh: ${error.message}`)));
  // Written after ssh has ended: 'close' tells why.
  child.stdin.on('error', () => {});
  child.on('close', (code) => {
    if (code === 0 || connection.destroyed) connection.push(null);
    else connection.destroy(new SshError(`ssh: ${lastLine(said) || `it ended with code ${code}`}`));
  });
  return connection;
}

/** A connection through a program, with what the http client asks of a socket. */
class SshConnection extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;

  constructor(child: ChildProcessWithoutNullStreams, options: DuplexOptions) {
    super(options);
    this.#child = child;
  }
  setTimeout() {
    return this;
  }
  setNoDelay() {
    return this;
  }
  setKeepAlive() {
    return this;
  }
  ref() {
    for (const part of this.#parts()) part.ref();
    return this;
  }
  /** One that waits for the next call does not keep gecko from ending. */
  unref() {
    for (const part of this.#parts()) part.unref();
    return this;
  }
  #parts() {
    const { stdin, stdout, stderr } = this.#child;
    return [this.#child, ...[stdin, stdout, stderr].filter((pipe) => pipe instanceof Socket)];
  }
}

class SshError extends Error {
  override readonly name = 'SshError';
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
