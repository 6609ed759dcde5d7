import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programFolder } from '../program-files.ts';
import { type DoorSettings, doorInputOf } from '../stack/door/door-input-of.ts';
import { renderDoor } from '../stack/door/render-door.ts';
import type { ConfigFile } from '../stack/stack.ts';

/**
 * The files of the door: nginx's configuration, and our page unless the user serves another one.
 * Replicas are told in `upstreams.conf` alone, and the token in `maps.conf`: a change of these needs a
 * reload and nothing more.
 *
 * @throws GeckoError CONFIG_INVALID
 */
export function doorFiles(settings: DoorSettings): ConfigFile[] {
  const files = renderDoor(doorInputOf(settings), readDoorTemplates());
  const configuration = Object.entries(files).map(([name, content]) => ({ name, content }));
  return settings.config.web.root === undefined ? [...configuration, ...page()] : configuration;
}

/** The files of templates/nginx by name. */
export function readDoorTemplates(): Record<string, string> {
  const folder = join(programFolder('templates'), 'nginx');
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

/** All of it is text, in one folder. */
function page(): ConfigFile[] {
  const folder = programFolder('web');
  return readdirSync(folder).map((name) => ({
    name: `page/${name}`,
    content: readFileSync(join(folder, name), 'utf8'),
  }));
}
