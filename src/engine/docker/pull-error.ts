import type { GeckoError } from '../../errors.ts';
import type { EngineInfo } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import type { FoundCredential } from '../registry/credentials.ts';
import { dockerHub } from '../registry/registry-host.ts';
import { engineWords } from './engine-words.ts';
import { ProgressError } from './read-progress.ts';

interface Row {
  words: RegExp;
  reason: string;
  /** `image`, `platform` */
  says: (image: string, platform: string) => string;
  /** @param asked who was asked, and with what; @param login the command */
  hint: (asked: string, login: string) => string;
}

/** The registry, and the credentials that it was asked with. */
export interface Asked {
  host: string;
  found: FoundCredential;
}

const bring = 'or bring it to the engine yourself (gecko pull --load)';

/** The first that fits counts; the texts are those of registries, engines and proxies. */
const rows: readonly Row[] = [
  {
    words: /toomanyrequests|too many requests|rate limit|\b429\b/i,
    reason: 'limited',
    says: (image) => `The registry allows no further pulls of ${image} for now`,
    hint: (asked, login) => `${asked} Wait, as it says, or log in: ${login}; ${bring}.`,
  },
  {
    words:
      /no matching manifest for|no match for platform|does not match the (?:specified|detected) platform|no image found in (?:image index|manifest list) for/i,
    reason: 'platform',
    says: (image, platform) => `There is no ${image} for ${platform}`,
    hint: () => 'Name an image for this platform with the keys `images` in gecko.yaml.',
  },
  {
    words:
      /manifest unknown|manifest for \S+ not found|name unknown|repository \S+ not found|not found: does not exist/i,
    reason: 'unknown',
    says: (image, platform) => `The registry has no ${image} (asked for ${platform})`,
    hint: () => 'Look at its name and tag; the keys `images` in gecko.yaml name another.',
  },
  {
    words:
      /unauthorized|authentication required|access (?:to the resource is )?denied|no basic auth credentials|\b40[13]\b/i,
    reason: 'denied',
    says: (image) => `The registry does not give ${image} away, or does not have it`,
    hint: (asked, login) => `${asked} Look at its name; or log in: ${login}; ${bring}.`,
  },
  {
    words:
      /no such host|dial tcp|connection refused|i\/o timeout|network is unreachable|TLS handshake|x509|Client\.Timeout|context deadline exceeded|server misbehaving|proxyconnect|pinging container registry/i,
    reason: 'offline',
    says: (image) => `The engine cannot reach the registry of ${image}`,
    hint: () =>
      `Look at the network of the engine's machine, or use a mirror with the keys \`images\`; ${bring}.`,
  },
];

/**
 * Why an image could not be pulled, with the registry's own words. Null where the engine was lost.
 */
export function pullError(
  image: string,
  architecture: EngineInfo['architecture'],
  error: unknown,
  { host, found }: Asked,
): GeckoError | null {
  const words = wordsOf(error);
  if (words === null) return null;
  const platform = architecture === 'other' ? "the engine's platform" : `linux/${architecture}`;
  const details = { image, platform, words };
  if (/no space left on device/i.test(words))
    return engineError('NO_SPACE', `The engine's disk is full while pulling ${image}: ${words}`, {
      hint: 'docker system df shows what takes it; docker image prune frees unused images.',
      details,
      cause: error,
    });
  const row = rows.find((row) => row.words.test(words));
  return engineError(
    'PULL_FAILED',
    `${row?.says(image, platform) ?? `${image} could not be pulled`}: ${words}`,
    {
      hint:
        row?.hint(
          sentence(host, found),
          host === dockerHub ? 'docker login' : `docker login ${host}`,
        ) ?? 'Run the command again: layers that have come are kept.',
      details: {
        ...details,
        registry: host,
        credentials: found.state,
        reason: row?.reason ?? 'other',
      },
      cause: error,
    },
  );
}

function sentence(host: string, found: FoundCredential): string {
  switch (found.state) {
    case 'found':
      return `${host} was asked with the credentials of ${found.source}.`;
    case 'none':
      return `${host} was asked without credentials: ${found.source} has none for it.`;
    case 'broken':
      return `${host} was asked without credentials, which could not be had (${found.reason}).`;
  }
}

function wordsOf(error: unknown): string | null {
  const refused = engineWords(error);
  if (refused !== null) return refused.text;
  if (error instanceof ProgressError) return error.message;
  // The stream was cut: the engine may be there still.
  if (error instanceof Error && error.message === 'aborted') return 'the connection broke half-way';
  return null;
}
