import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Candidate } from './candidate.ts';
import { currentContext } from './current-context.ts';
import { dockerFolder } from './docker-folder.ts';
import { parseEndpoint } from './endpoint.ts';
import { misread } from './misread.ts';
import { readTls } from './read-tls.ts';
import { tryEndpoint } from './try-endpoint.ts';

const Metadata = z.object({
  Endpoints: z.object({
    docker: z.object({
      Host: z.string(),
      SkipTLSVerify: z._default(z.boolean(), false),
    }),
  }),
});

/** A docker context, with its TLS files. */
export const dockerContext: Candidate = async (input, probe) => {
  const chosen = currentContext(input);
  if (chosen === null) return { state: 'absent', where: 'docker context default' };
  if (typeof chosen === 'object') {
    const path = chosen.invalid;
    return misread('docker context', `${path} is not valid`, `Mend ${path}, or move it away.`);
  }
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

function parseJson<T>(schema: z.ZodMiniType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
