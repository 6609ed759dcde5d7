import { join } from 'node:path';
import * as z from 'zod/mini';
import type { ConnectInput } from './connect-input.ts';
import { dockerFolder } from './docker-folder.ts';

const ClientConfig = z.object({ currentContext: z.optional(z.string()) });

/**
 * The docker context that DOCKER_CONTEXT or `docker context use` chose; null where none did, and for the
 * one named default, which is none.
 * @returns `invalid` with the file that says so where it cannot be read
 */
export function currentContext(
  input: Pick<ConnectInput, 'env' | 'home' | 'readFile'>,
): string | null | { invalid: string } {
  const fromVariable = input.env.DOCKER_CONTEXT;
  if (fromVariable) return fromVariable === 'default' ? null : fromVariable;
  const path = join(dockerFolder(input), 'config.json');
  const text = input.readFile(path);
  if (text === null) return null;
  try {
    const { currentContext: name = '' } = ClientConfig.parse(JSON.parse(text));
    return name === '' || name === 'default' ? null : name;
  } catch {
    return { invalid: path };
  }
}
