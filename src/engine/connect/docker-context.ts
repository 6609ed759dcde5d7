import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Answer, Candidate } from './candidate.ts';
import type { ConnectInput } from './connect-input.ts';
import { dockerFolder } from './docker-folder.ts';
import { parseEndpoint } from './endpoint.ts';
import { misread } from './misread.ts';
import { readTls } from './read-tls.ts';
import { tryEndpoint } from './try-endpoint.ts';

const ClientConfig = z.object({ currentContext: z.optional(z.string()) });
const Metadata = z.object({
  Endpoints: z.object({
    docker: z.object({
      Host: z.string(),
      SkipTLSVerify: z._default(z.boolean(), false),
    }),
  }),
});

/** The context that DOCKER_CONTEXT or `docker context use` chose. The one named default is none. */
export const dockerContext: Candidate = async (input, probe) => {
  const chosen = currentContext(input);
  if (typeof chosen !== 'string') return chosen;
  if (chosen === '' || chosen === 'default')
    return { state: 'absent', where: 'docker context default' };
  const where = `docker context ${chosen}`;
  const folder = join(dockerFolder(input), 'contexts');
  const id = createHash('sha256').update(chosen).digest('hex');
  const path = join(folder, 'meta', id, 'meta.json');
  const hint = 'docker context ls lists them; docker context use default goes back.';
  const text = input.readFile(path);
  if (text === null) return misread(where, `it does not exist (no ${path})`, hint);
  const meta = parseJson(Metadata, text);
  if (meta === null) return misread(where, `${path} names no address for docker`, hint);
  const { Host, SkipTLSVerify } = meta.Endpoints.docker;
  const tls = readTls(join(folder, 'tls', id, 'docker'), !SkipTLSVerify, input.readFile);
  const isTls = SkipTLSVerify || tls.ca !== null || tls.cert !== null;
  const endpoint = parseEndpoint(Host, isTls ? tls : null);
  if (typeof endpoint === 'string') return misread(where, endpoint, hint);
  return tryEndpoint(where, endpoint, probe);
};

function currentContext(input: ConnectInput): string | Answer {
  if (input.env.DOCKER_CONTEXT) return input.env.DOCKER_CONTEXT;
  const path = join(dockerFolder(input), 'config.json');
  const text = input.readFile(path);
  if (text === null) return '';
  const config = parseJson(ClientConfig, text);
  if (config === null)
    return misread('docker context', `${path} is not valid`, `Mend ${path}, or move it away.`);
  return config.currentContext ?? '';
}

function parseJson<T>(schema: z.ZodMiniType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
