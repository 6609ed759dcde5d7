import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addToYaml, type KeptKey } from '../../config/add-to-yaml.ts';
import { maskedYaml } from '../../config/masked-yaml.ts';
import type { Runtime } from '../../runtime.ts';

/** The gecko.yaml that the old stack comes to. */
export interface ProposedFile {
  path: string;
  text: string;
  /** The same without its secrets. */
  shown: string;
  /** What is there now; null: nothing. */
  before: string | null;
  /** Keys that it sets already to something else: they stay. */
  kept: readonly KeptKey[];
}

/** In the file that counts here, else in the working directory. */
export function proposedFile(
  values: Readonly<Record<string, unknown>>,
  { config }: Pick<Runtime, 'config'>,
): ProposedFile {
  const path = config.file ?? join(process.cwd(), 'gecko.yaml');
  const before = existsSync(path) ? readFileSync(path, 'utf8') : null;
  const added = addToYaml(before, values);
  return { path, before, ...added, shown: maskedYaml(added.text) };
}
