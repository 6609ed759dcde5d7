import type { ConfigValues } from '../config/schema.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { isLoopback } from './is-loopback.ts';

type Exposure = Pick<ConfigValues, 'bind' | 'expose' | 'tls'>;

/**
 * Nothing is published beyond loopback unless that is said, and then only encrypted, unless the contrary
 * is spelled out. @throws GeckoError CONFIG_INVALID (exit 2)
 */
export function checkExposure({ bind, expose, tls }: Exposure): void {
  if (!expose && !isLoopback(bind))
    throw refused(
      `bind is ${bind}, which is beyond loopback, and expose is not set`,
      'Take bind out, or say expose: true with tls.cert and tls.key.',
    );
  if (!expose) return;
  if ((tls.cert === undefined) !== (tls.key === undefined))
    throw refused(
      `tls.${tls.cert === undefined ? 'cert' : 'key'} is missing`,
      'TLS needs both: the certificate and its private key.',
    );
  if (tls.cert === undefined && !tls.insecure)
    throw refused(
      'What is published beyond loopback needs TLS, and there is no certificate',
      'Set tls.cert and tls.key. --insecure, or tls.insecure: true, does without: then whoever is in between reads questions, answers and the token.',
    );
}

function refused(message: string, hint: string): GeckoError {
  return new GeckoError('CONFIG_INVALID', message, { exitCode: exitCodes.usage, hint });
}
