import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigValues } from '../config/schema.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { builtFile } from '../program-files.ts';

export interface PageFolder {
  /** Where the files of the page lie. */
  root: string;
  /** Text of its index.html, where the page is the user's; null: it is ours. */
  index: string | null;
}

/**
 * The page that is served: ours, or the static build in `web.root`.
 * @throws GeckoError CONFIG_INVALID where that holds no index.html that can be read
 */
export function pageFolder({ root }: ConfigValues['web']): PageFolder {
  if (root === undefined) return { root: builtFile('web'), index: null };
  try {
    return { root, index: readFileSync(join(root, 'index.html'), 'utf8') };
  } catch (cause) {
    throw new GeckoError('CONFIG_INVALID', `web.root: ${root} has no index.html that can be read`, {
      exitCode: exitCodes.usage,
      hint: 'It names the folder that a build of a front end has made, such as build/web of a Flutter app.',
      details: { key: 'web.root' },
      cause,
    });
  }
}
