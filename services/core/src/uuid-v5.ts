import { createHash } from 'node:crypto';

/** Namespace of gecko's identifiers, drawn once. */
const NAMESPACE = '6f0e5c0a-3f5c-4c56-9b2e-6a1d0a9f4b7e';

/** UUID version 5 (RFC 9562, section 5.5) of a list of strings; JSON keeps their borders apart. */
export function uuidV5(parts: readonly string[]): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(JSON.stringify(parts))
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
