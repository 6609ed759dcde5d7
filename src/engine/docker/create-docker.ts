import { Agent, type AgentOptions } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import Docker from 'dockerode';
import type { ConnectInput } from '../connect/connect-input.ts';
import type { Endpoint } from '../connect/endpoint.ts';
import { SshAgent } from '../connect/ssh-agent.ts';
import { readWholeAnswers } from './read-whole-answers.ts';

/**
 * A client for an endpoint.
 * @param apiVersion null: paths without one, for the question which there are
 * @param onCall is told of every request
 */
export function createDocker(
  endpoint: Endpoint,
  apiVersion: string | null,
  env: ConnectInput['env'],
  onCall: () => void = () => {},
): Docker {
  const docker = new Docker({
    ...byDefault,
    ...reach(endpoint, env),
    ...pathStart(endpoint, apiVersion),
    // The archive API packs with gzip, slowly, for a client that does not say no.
    headers: { 'Accept-Encoding': 'identity' },
  });
  readWholeAnswers(docker.modem, onCall);
  return docker;
}

/** docker-modem fills in from the environment what is not given, even as undefined. */
const byDefault: Docker.DockerOptions = {
  socketPath: undefined,
  host: undefined,
  port: undefined,
  ca: undefined,
  cert: undefined,
  key: undefined,
  timeout: undefined,
  protocol: 'http',
};

function reach(endpoint: Endpoint, env: ConnectInput['env']) {
  switch (endpoint.kind) {
    case 'socket':
      return { socketPath: endpoint.path, agent: plainAgent() };
    case 'tcp':
      return tcp(endpoint);
    case 'ssh':
      // The host is a name for the header only: the agent makes the connection.
      return { host: 'docker.invalid', port: 80, agent: new SshAgent(endpoint, env) };
  }
}

/**
 * Connections are kept: one that the engine closes behind its answer can break for a client that is not quite
 * done with sending, and the answer is lost.
 *
 * Without TLS no server has to be named. Node works out a name all the same, and compiles the grammar of
 * IPv6 addresses for it, at every start.
 */
function plainAgent(): Agent {
  return new Agent({ keepAlive: true, servername: '' } as AgentOptions);
}

/** What every path begins with. docker-modem has a setting for a prefix, and loses it. */
function pathStart(endpoint: Endpoint, apiVersion: string | null): { version?: string } {
  const prefix = endpoint.kind === 'tcp' ? endpoint.pathPrefix.replace(/^\//, '') : '';
  const parts = [prefix, apiVersion === null ? '' : `v${apiVersion}`].filter((part) => part !== '');
  return parts.length === 0 ? {} : { version: parts.join('/') };
}

function tcp({ host, port, tls }: Extract<Endpoint, { kind: 'tcp' }>) {
  const at = { host: host.includes(':') ? `[${host}]` : host, port };
  if (tls === null) return { ...at, agent: plainAgent() };
  const { ca, cert, key, verify } = tls;
  const agent = new TlsAgent({
    keepAlive: true,
    rejectUnauthorized: verify,
    ...(ca === null ? {} : { ca }),
    ...(cert === null || key === null ? {} : { cert, key }),
  });
  return { ...at, protocol: 'https' as const, agent };
}
