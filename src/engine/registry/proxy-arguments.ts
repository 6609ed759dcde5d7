import type { DockerSettings } from './docker-settings.ts';

const names = {
  httpProxy: ['HTTP_PROXY', 'http_proxy'],
  httpsProxy: ['HTTPS_PROXY', 'https_proxy'],
  noProxy: ['NO_PROXY', 'no_proxy'],
  ftpProxy: ['FTP_PROXY', 'ftp_proxy'],
  allProxy: ['ALL_PROXY', 'all_proxy'],
} as const;

/**
 * The proxies that Docker's configuration has for builds, as the build arguments that Docker's own client
 * makes of them.
 *
 * @param engine address, for which there may be others than the default
 */
export function proxyArguments(
  { proxies }: Pick<DockerSettings, 'proxies'>,
  engine: string,
): Record<string, string> {
  const chosen = proxies[engine] ?? proxies.default ?? {};
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, variables]) => {
      const value = chosen[key];
      return typeof value === 'string' && value !== ''
        ? variables.map((name) => [name, value] as const)
        : [];
    }),
  );
}
