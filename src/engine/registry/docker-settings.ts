import { join } from 'node:path';
import * as z from 'zod/mini';
import type { ConnectInput } from '../connect/connect-input.ts';
import { dockerFolder } from '../connect/docker-folder.ts';

const text = z.catch(z.optional(z.string()), undefined);

const Auth = z.object({
  auth: text,
  username: text,
  password: text,
  identitytoken: text,
  registrytoken: text,
});

const Settings = z.object({
  auths: z.catch(z.record(z.string(), Auth), {}),
  credsStore: text,
  credHelpers: z.catch(z.record(z.string(), z.string()), {}),
  proxies: z.catch(z.record(z.string(), z.record(z.string(), z.unknown())), {}),
});

export type DockerSettings = z.output<typeof Settings> & { path: string };

/** Docker's own configuration of its client; empty where there is none, or one that cannot be read. */
export function dockerSettings(
  input: Pick<ConnectInput, 'env' | 'home' | 'readFile'>,
): DockerSettings {
  const path = join(dockerFolder(input), 'config.json');
  return { ...Settings.parse(contentOf(input, path), { jitless: true }), path };
}

function contentOf({ readFile }: Pick<ConnectInput, 'readFile'>, path: string): object {
  try {
    const value: unknown = JSON.parse(readFile(path) ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    // Finding the engine reads the same file, and tells of what is wrong with it.
    return {};
  }
}
