import type { LockedImage } from './image-lock.ts';
import { readStoredJson } from './stored-json.ts';

const schemaVersion = 1;

/**
 * What gecko.lock.json records for a platform, by service; nothing where there is no such file.
 * @param platform `linux/amd64`
 * @throws GeckoError STATE_UNREADABLE, STATE_NEWER
 */
export function readImageLock(path: string, platform: string): ReadonlyMap<string, LockedImage> {
  const platforms = readStoredJson(path, schemaVersion)?.platforms;
  const services = isRecord(platforms) ? platforms[platform] : undefined;
  const entries = Object.entries(isRecord(services) ? services : {}).flatMap(
    ([service, { reference, digest, id }]): [string, LockedImage][] =>
      typeof reference === 'string' && typeof id === 'string'
        ? [[service, { reference, id, digest: typeof digest === 'string' ? digest : null }]]
        : [],
  );
  return new Map(entries);
}

function isRecord(value: unknown): value is Record<string, Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
