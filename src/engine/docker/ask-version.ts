import type { IncomingMessage } from 'node:http';
import type Docker from 'dockerode';
import * as z from 'zod/mini';
import { chooseApiVersion } from '../connect/choose-api-version.ts';
import type { ConnectInput } from '../connect/connect-input.ts';
import { connectionError } from '../connect/connection-error.ts';
import type { Endpoint } from '../connect/endpoint.ts';
import { engineError } from '../engine-error.ts';
import { createDocker } from './create-docker.ts';
import { engineWords } from './engine-words.ts';
import { list, record, text } from './fields.ts';
import type { Modem } from './read-whole-answers.ts';

export interface EngineVersion {
  /** `Docker` or `Podman`. */
  name: string;
  version: string;
  /** That is spoken. */
  apiVersion: string;
  architecture: string;
}

const Version = z.object({
  ApiVersion: z.string().check(z.regex(/^\d+\.\d+$/)),
  MinAPIVersion: text,
  Version: text,
  Arch: text,
  Components: list(record({ Name: text })),
});

/**
 * Asks an engine who it is and chooses the API version: the smaller of ours and its own.
 * @throws GeckoError ENGINE_UNREACHABLE, ENGINE_FORBIDDEN, ENGINE_SILENT, ENGINE_VERSION
 */
export async function askVersion(
  endpoint: Endpoint,
  where: string,
  { env, deadlines }: Pick<ConnectInput, 'env' | 'deadlines'>,
  signal: AbortSignal,
): Promise<EngineVersion> {
  const milliseconds = endpoint.kind === 'ssh' ? deadlines.connectSsh : deadlines.connect;
  const deadline = AbortSignal.timeout(milliseconds);
  const docker = createDocker(endpoint, null, env);
  try {
    const { body, isPodman } = await getVersion(docker, AbortSignal.any([signal, deadline]));
    const { data } = Version.safeParse(body);
    if (!data) throw strange(where, 'its answer to GET /version names no API version');
    return {
      name:
        isPodman || data.Components.some(({ Name }) => /podman/i.test(Name)) ? 'Podman' : 'Docker',
      version: data.Version,
      apiVersion: chooseApiVersion({ min: data.MinAPIVersion, max: data.ApiVersion }, where),
      architecture: data.Arch,
    };
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) throw silent(where, milliseconds);
    const words = engineWords(error);
    if (words !== null) throw strange(where, `it answers HTTP ${words.status}: ${words.text}`);
    throw connectionError(error, where, '') ?? error;
  }
}

function getVersion(
  docker: Docker,
  abortSignal: AbortSignal,
): Promise<{ body: unknown; isPodman: boolean }> {
  const modem: Modem = docker.modem;
  return new Promise((resolve, reject) => {
    const aborted = () => reject(abortSignal.reason);
    abortSignal.addEventListener('abort', aborted, { once: true });
    const options = { path: '/version', method: 'GET', isStream: true, abortSignal };
    modem.dial({ ...options, statusCodes: { 200: true } }, (error, result) => {
      if (error) return reject(error);
      const answer = result as IncomingMessage;
      const isPodman = answer.headers['libpod-api-version'] !== undefined;
      readJson(answer).then((body) => resolve({ body, isPodman }), reject);
    });
  });
}

async function readJson(answer: AsyncIterable<Buffer>): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part);
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch {
    return null;
  }
}

function silent(where: string, milliseconds: number) {
  return engineError(
    'ENGINE_SILENT',
    `The engine at ${where} took the call "ask for the version" and did not answer within ${milliseconds / 1000} s`,
    {
      hint: 'Look whether `docker version` answers; restart the engine if not.',
      details: { where, call: 'ask for the version', why: 'no answer' },
    },
  );
}

function strange(where: string, why: string) {
  return engineError(
    'ENGINE_UNREACHABLE',
    `What answers at ${where} is no container engine: ${why}`,
    {
      hint: 'Look at DOCKER_HOST and docker context ls.',
      details: { where, why },
    },
  );
}
