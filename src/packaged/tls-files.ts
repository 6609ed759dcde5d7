import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { exitCodes, GeckoError } from '../errors.ts';
import type { ConfigFile } from '../stack/stack.ts';

/** What the door's TLS needs. @throws GeckoError CONFIG_INVALID (exit 2) where the two files do not fit */
export function tlsFiles(certPath: string, keyPath: string): ConfigFile[] {
  const cert = contentOf(certPath, 'tls.cert');
  const key = contentOf(keyPath, 'tls.key');
  if (!fits(cert, key))
    throw new GeckoError(
      'CONFIG_INVALID',
      `tls.cert ${certPath} and tls.key ${keyPath} are not a certificate and its private key in PEM`,
      {
        exitCode: exitCodes.usage,
        hint: 'The key must be the one of that certificate, without a passphrase.',
      },
    );
  return [
    { name: 'tls.crt', content: cert },
    { name: 'tls.key', content: key },
  ];
}

function contentOf(path: string, key: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new GeckoError('CONFIG_INVALID', `${key}: ${path} cannot be read`, {
      exitCode: exitCodes.usage,
      cause: error,
    });
  }
}

function fits(cert: Buffer, key: Buffer): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    // Not PEM, or a key with a passphrase.
    return false;
  }
}
