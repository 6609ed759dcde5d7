import type { DoorInput } from './door-input.ts';

/** A plan of an ingest lists up to 5,000 files with long names. */
const planBytes = 16 * 1024 * 1024;
/** Room for pictures in a prompt. */
const promptBytes = 100 * 1024 * 1024;
/** A code of a sign-in link. */
const linkBytes = 1024;

/** Bytes that a location takes: of the routes below it, that of the one that takes the most. */
export function bodyLimits({ limits: { json, document } }: Pick<DoorInput, 'limits'>) {
  return { json, document: Math.max(document, planBytes), prompt: promptBytes, link: linkBytes };
}

/**
 * Lines of a map from `PORT PATH` to what the error of a body that is too large says, as members of its JSON:
 * with the limit that the route itself has, in the words of the backends.
 */
export function tooLargeLines({ limits, ports }: Pick<DoorInput, 'limits' | 'ports'>): string {
  const corpus = '/(?:api/(?:rag|qa)/|-/)?corpus';
  const settable = 'Send less, or raise limits in gecko.yaml.';
  const routes = [
    ['default', limits.json, settable],
    [`"~^${ports.ollama} "`, promptBytes, 'Send less.'],
    [`"~^${ports.web} /(?:login|session)"`, linkBytes, 'Send less.'],
    [`"~^\\d+ ${corpus}/documents/"`, limits.document, settable],
    [`"~^\\d+ ${corpus}/plan$"`, planBytes, settable],
  ] as const;
  return routes
    .map(([pattern, bytes, hint]) => {
      const message = `the body is larger than ${sizeText(bytes)}`;
      const members = JSON.stringify({ message, hint, limit: bytes }).slice(1, -1);
      return `  ${pattern} '${members}';`;
    })
    .join('\n');
}

/** In the largest unit that tells it exactly. */
function sizeText(bytes: number): string {
  if (bytes % 1_048_576 === 0) return `${bytes / 1_048_576} MiB`;
  return bytes % 1024 === 0 ? `${bytes / 1024} KiB` : `${bytes} bytes`;
}
