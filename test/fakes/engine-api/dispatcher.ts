import { isOlder } from '../../../src/engine/connect/choose-api-version.ts';
import { type Answer, type Call, Refusal, type Routes } from './call.ts';
import { refusalOf } from './refusal-of.ts';
import type { SpokenApi } from './system.ts';

/** Finds who answers a call. What it gives may be a refusal; null where the answer was written. */
export function dispatcher(
  api: SpokenApi,
  routes: Routes,
): (line: string, call: Call) => Promise<Answer | null> {
  const compiled = Object.entries(routes).map(([route, handle]) => ({
    pattern: new RegExp(`^${route}$`),
    handle,
  }));
  return async (line, call) => {
    let name = '';
    try {
      checkVersion(call.version, api);
      for (const { pattern, handle } of compiled) {
        const found = pattern.exec(line);
        if (!found) continue;
        const names = found.slice(1).map(decodeURIComponent);
        name = names[0] ?? '';
        return await handle(call, ...names);
      }
      throw new Refusal(404, 'page not found');
    } catch (error) {
      const { status, message } = refusalOf(error, name);
      return { status, body: { message } };
    }
  };
}

function checkVersion(version: string, { min, max }: SpokenApi): void {
  if (isOlder(version, min))
    throw new Refusal(
      400,
      `client version ${version} is too old. Minimum supported API version is ${min}, please upgrade your client to a newer version`,
    );
  if (isOlder(max, version))
    throw new Refusal(
      400,
      `client version ${version} is too new. Maximum supported API version is ${max}`,
    );
}
