import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { exitCodes, GeckoError } from '../errors.ts';
import { programFolder } from '../program-files.ts';
import { type DoorSettings, doorInputOf, ownAuthorities } from '../stack/door/door-input-of.ts';
import { renderDoor } from '../stack/door/render-door.ts';
import type { ConfigFile } from '../stack/stack.ts';
import { pageFolder } from './page-folder.ts';
import { tlsFiles } from './tls-files.ts';

/**
 * The files of the door: nginx's configuration, and the page, ours or the static build that the user serves,
 * unless that is mounted.
 * Replicas are told in `upstreams.conf` alone, and the token in `maps.conf`: a change of these needs a
 * reload and nothing more.
 *
 * @throws GeckoError CONFIG_INVALID
 */
export function doorFiles(settings: DoorSettings): ConfigFile[] {
  const page = pageFolder(settings.config.web);
  const files = renderDoor(doorInputOf(settings, page.index), readDoorTemplates());
  const configuration = Object.entries(files).map(([name, content]) => ({ name, content }));
  const { expose, tls } = settings.config;
  const isEncrypted = expose && tls.cert !== undefined && tls.key !== undefined;
  const isMounted = page.index !== null && settings.mountsPage === true;
  return [
    ...configuration,
    ...(isEncrypted ? tlsFiles(tls.cert ?? '', tls.key ?? '') : []),
    ...authorities(tls.ca),
    ...(isMounted ? [] : filesOf(page.root)),
  ];
}

/** @throws GeckoError CONFIG_INVALID where the file cannot be read */
function authorities(path: string | undefined): ConfigFile[] {
  if (path === undefined) return [];
  try {
    return [{ name: ownAuthorities, content: readFileSync(path) }];
  } catch (cause) {
    throw new GeckoError('CONFIG_INVALID', `tls.ca: ${path} cannot be read`, {
      exitCode: exitCodes.usage,
      hint: 'It names a file with certificates of authorities in PEM.',
      cause,
    });
  }
}

/** The files of templates/nginx by name. */
export function readDoorTemplates(): Record<string, string> {
  const folder = join(programFolder('templates'), 'nginx');
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

/** A static build, as files below `page/`. */
function filesOf(root: string): ConfigFile[] {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return paths
    .map((path) => ({
      name: `page/${relative(root, path).split(sep).join('/')}`,
      content: readFileSync(path),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
