import { engineError } from '../engine-error.ts';

/** The API versions that gecko speaks. */
const oldestApi = '1.41';
const newestApi = '1.51';

/** An engine's own range; `min` is empty where it does not say. */
export interface ApiRange {
  min: string;
  max: string;
}

/** The newest API that both speak. @throws GeckoError ENGINE_VERSION where there is none */
export function chooseApiVersion({ min, max }: ApiRange, where: string): string {
  const range = min === '' ? max : `${min}–${max}`;
  if (isOlder(max, oldestApi))
    throw engineError(
      'ENGINE_VERSION',
      `The engine is too old: your engine speaks ${range}, gecko needs ≥ ${oldestApi} (${where})`,
      { hint: 'Upgrade it to Docker 20.10, Podman 4, or newer.', details: { where, min, max } },
    );
  if (min !== '' && isOlder(newestApi, min))
    throw engineError(
      'ENGINE_VERSION',
      `The engine is too new: your engine speaks ${range}, gecko speaks ${oldestApi}–${newestApi} (${where})`,
      { hint: 'Upgrade gecko.', details: { where, min, max } },
    );
  return isOlder(max, newestApi) ? max : newestApi;
}

/** Whether API version `a` came before `b`: 1.9 before 1.41. */
export function isOlder(a: string, b: string): boolean {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA === majorB ? minorA < minorB : majorA < majorB;
}
