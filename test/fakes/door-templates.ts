import { readdirSync, readFileSync } from 'node:fs';

/** The files of templates/nginx by name. */
export function readTemplates(): Record<string, string> {
  const folder = new URL('../../templates/nginx/', import.meta.url);
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]),
  );
}
