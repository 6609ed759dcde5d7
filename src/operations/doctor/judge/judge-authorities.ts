import { X509Certificate } from 'node:crypto';
import type { Finding } from '../check.ts';

const certificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;
/** Milliseconds. */
const soon = 14 * 86_400_000;

/**
 * A file of authorities in PEM.
 * @param text null where it cannot be read
 * @param now milliseconds since the epoch
 */
export function judgeAuthorities(path: string, text: string | null, now: number): Finding {
  const consequence =
    'Nothing that these authorities vouch for is trusted: what gecko fetches through them fails';
  const fix = { what: 'name a file with certificates in PEM in tls.ca', command: null };
  const invalid = (why: string): Finding => ({
    code: 'CA_INVALID',
    severity: 'problem',
    text: `The authorities of tls.ca (${path}) cannot be used: ${why}`,
    consequence,
    fix,
  });
  if (text === null) return invalid('there is no such file, or it may not be read');
  const blocks = text.match(certificate) ?? [];
  if (blocks.length === 0) return invalid('it has no certificate in PEM');
  const read = blocks.map(parse);
  const broken = read.indexOf(null);
  if (broken >= 0) return invalid(`certificate ${broken + 1} of ${blocks.length} is damaged`);
  const ends = read.flatMap((one) =>
    one === null
      ? []
      : [{ subject: one.subject.replaceAll('\n', ', '), at: Date.parse(one.validTo) }],
  );
  const over = ends.filter(({ at }) => at < now + soon).sort((a, b) => a.at - b.at);
  const evidence = over.map(
    ({ subject, at }) => `${subject}: valid until ${new Date(at).toISOString()}`,
  );
  const expired = over.filter(({ at }) => at < now).length;
  if (expired === 0 && over.length === 0)
    return {
      code: 'AUTHORITIES',
      severity: 'ok',
      text: `tls.ca has ${blocks.length} authorit${blocks.length === 1 ? 'y' : 'ies'} (${path})`,
    };
  return {
    code: 'CA_EXPIRED',
    severity: expired === blocks.length ? 'problem' : 'warning',
    text:
      expired > 0
        ? `${expired} of ${blocks.length} authorities of tls.ca (${path}) are not valid any more`
        : `${over.length} of ${blocks.length} authorities of tls.ca (${path}) end within 14 days`,
    consequence,
    evidence,
    fix,
  };
}

function parse(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    // Said by the caller, with its place.
    return null;
  }
}
