import type { ConfigValues } from './schema.ts';

/** The key that a port comes from, as `ports.rag`; `ports` for one that none has. */
export function portKey(ports: ConfigValues['ports'], port: number): string {
  const found = Object.entries(ports).find(([, value]) => [value].flat().includes(port));
  return found === undefined ? 'ports' : `ports.${found[0]}`;
}
