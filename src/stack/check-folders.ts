import type { ConfigValues } from '../config/schema.ts';
import type { EngineInfo } from '../engine/engine.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { toMount } from './mount.ts';

/**
 * An engine on another machine mounts folders of that machine: one that is named from here, by a relative
 * path, is none of them.
 * @throws GeckoError ENGINE_UNABLE (exit 21), naming the keys
 */
export function checkFolders(
  { services }: Pick<ConfigValues, 'services'>,
  { isLocal, address }: Pick<EngineInfo, 'isLocal' | 'address'>,
): void {
  if (isLocal) return;
  const named = Object.entries(services).flatMap(([name, { mounts }]) =>
    mounts
      .filter((text) => !text.startsWith('/') && toMount(text, '/', false).type === 'bind')
      .map((text) => ({ key: `services.${name}.mounts`, source: text })),
  );
  if (named.length === 0) return;
  const list = named.map(({ key, source }) => `${key}: ${source}`).join(', ');
  throw new GeckoError(
    'ENGINE_UNABLE',
    `The engine runs on another machine (${address}) and does not have these folders: ${list}`,
    {
      exitCode: exitCodes.unsupported,
      hint: 'Name them by absolute paths, as they are on that machine.',
      details: { folders: named.map(({ source }) => source) },
    },
  );
}
