import { join } from 'node:path';
import type { ConnectInput } from './connect-input.ts';
import type { TlsMaterial } from './endpoint.ts';

/** `ca.pem`, `cert.pem` and `key.pem` of a folder, as far as they are there. */
export function readTls(
  folder: string,
  verify: boolean,
  readFile: ConnectInput['readFile'],
): TlsMaterial {
  const [ca = null, cert = null, key = null] = ['ca.pem', 'cert.pem', 'key.pem'].map((name) =>
    readFile(join(folder, name)),
  );
  return { ca, cert, key, verify };
}
