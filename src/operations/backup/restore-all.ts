import type { BackupSource } from '../../archive/repository/source.ts';
import type { Runtime } from '../../runtime.ts';
import { isProjectKnown } from '../known-project.ts';
import { restoreProject } from './configuration/restore-project.ts';
import { restoreSettings } from './configuration/restore-settings.ts';
import { restoreModels } from './models/restore-models.ts';
import { restoreCorpus } from './restore-corpus.ts';
import type { RestorePart } from './restore-part.ts';

export interface RestoreAllInput {
  otherFingerprint: boolean;
  /** Names of language models; empty: all. */
  models: readonly string[];
  dryRun: boolean;
  /** The command that is being carried out. */
  command: string;
}

/**
 * Every part that a backup has; of a project that is not here yet, its configuration alone. Models come
 * first: they take nothing away. The configuration comes last, as services have to be brought to it.
 * @throws GeckoError what the parts throw
 */
export async function restoreAll(
  source: BackupSource,
  { otherFingerprint, models: names, dryRun, command }: RestoreAllInput,
  runtime: Runtime,
): Promise<RestorePart[]> {
  const { store, models, volumes, configuration } = source.manifest;
  if (configuration && !(await isProjectKnown(runtime)))
    return [await restoreProject(source, command, runtime)];
  const parts: RestorePart[] = [];
  if (models !== null) parts.push(await restoreModels(source, models, { names, dryRun }, runtime));
  if (store !== null)
    parts.push(await restoreCorpus(source, store, { otherFingerprint, dryRun }, runtime));
  if (configuration) parts.push(await restoreSettings(source, runtime));
  for (const { name } of volumes)
    parts.push(notRestored(`the volume ${name} is not restored with the others`));
  return parts;
}

function notRestored(line: string): RestorePart {
  return { plan: [line], json: {}, carryOut: async () => ({ json: {}, text: [] }) };
}
