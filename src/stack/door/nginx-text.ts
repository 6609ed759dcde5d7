import { exitCodes, GeckoError } from '../../errors.ts';

/**
 * A value of the user between double quotes. nginx has no way to write a `$` that is one.
 * @throws GeckoError CONFIG_INVALID that names the key
 */
export function quotable(value: string, key: string): string {
  if (!/[$\u0000-\u001f\u007f]/.test(value)) return value.replace(/["\\]/g, '\\$&');
  throw invalid(key, value, 'it may hold neither $ nor line breaks');
}

/**
 * Host names as alternatives of a regular expression.
 * @throws GeckoError CONFIG_INVALID
 */
export function hostPattern(names: readonly string[]): string {
  for (const name of names)
    if (!/^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/i.test(name))
      throw invalid('hosts', name, 'it is no host name, nor an IPv6 address in brackets');
  return names.map((name) => name.replace(/[.[\]]/g, '\\$&')).join('|');
}

/**
 * Lines of a map from the project's own origins to themselves.
 * @throws GeckoError CONFIG_INVALID
 */
export function originLines(origins: readonly string[]): string {
  for (const origin of origins)
    if (!/^https?:\/\/(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d+)?$/i.test(origin))
      throw invalid('web.origins', origin, 'it is no origin such as https://intranet.example');
  return [...new Set(origins)].map((origin) => `  "${origin}" $http_origin;`).join('\n');
}

/**
 * A path between slashes, in characters that mean nothing to nginx.
 * @throws GeckoError CONFIG_INVALID
 */
export function plainPath(path: string, key: string): string {
  if (/^[\w.~%/-]*$/.test(path)) return path;
  throw invalid(key, path, 'its path may hold letters, digits and . _ ~ % - only');
}

function invalid(key: string, value: string, reason: string): GeckoError {
  return new GeckoError(
    'CONFIG_INVALID',
    `${key} has the value ${JSON.stringify(value)}: ${reason}`,
    {
      exitCode: exitCodes.usage,
      hint: `Correct the key ${key}.`,
      details: { key },
    },
  );
}
