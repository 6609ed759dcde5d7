import type { SavedModels } from '../../../archive/repository/manifest.ts';
import type { BackupSource } from '../../../archive/repository/source.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import type { Runtime } from '../../../runtime.ts';
import { runtimeOf } from '../../choose-runtime.ts';
import type { RestorePart } from '../restore-part.ts';
import { restoreGguf } from './restore-gguf.ts';
import { restoreOllama } from './restore-ollama.ts';

/**
 * The language models of a backup, to be restored where the project's are.
 * @param names of models; empty: all
 * @throws GeckoError BACKUP_UNFIT (exit 21) where they are those of the other runtime, and what the parts throw
 */
export async function restoreModels(
  source: BackupSource,
  saved: SavedModels,
  { names, dryRun }: { names: readonly string[]; dryRun: boolean },
  runtime: Runtime,
): Promise<RestorePart> {
  const isDocker = (await runtimeOf(runtime)) === 'docker';
  if (isDocker !== (saved.kind === 'ollama')) throw unfit(source.manifest.id, saved.kind);
  return isDocker
    ? restoreOllama(source, { names, dryRun }, runtime)
    : restoreGguf(source, saved, names, runtime);
}

function unfit(id: string, kind: SavedModels['kind']): GeckoError {
  const [why, hint] =
    kind === 'ollama'
      ? [
          'its models are of the Ollama of a stack in containers, and in the embedded runtime Ollama is a program of yours',
          'Restore it where the project is in the docker runtime (gecko up --runtime docker), or fetch them: ollama pull NAME.',
        ]
      : [
          "its models run in gecko's own process, and the stack has an Ollama",
          'Restore it where the project is in the embedded runtime: gecko up --runtime embedded.',
        ];
  return new GeckoError('BACKUP_UNFIT', `The backup ${id} does not fit: ${why}`, {
    exitCode: exitCodes.unsupported,
    hint: `Nothing was changed. ${hint}`,
    details: { id },
  });
}
