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
  { services, web }: Pick<ConfigValues, 'services' | 'web'>,
  { isLocal, address }: Pick<EngineInfo, 'isLocal' | 'address'>,
): void {
  if (isLocal) return;
  const named = [
    ...(web.root === undefined ? [] : [{ key: 'web.root', source: web.root }]),
    ...Object.entries(services).flatMap(([name, { mounts }]) =>
      mounts.flatMap((text) => {
        const { type } = toMount(text, '/', false);
        return type === 'bind' ? [{ key: `services.${name}.mounts`, source: text }] : [];
      }),
    ),
  ].filter(({ source }) => !source.startsWith('/'));
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
