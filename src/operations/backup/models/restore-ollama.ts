import { amount } from '../../../amount.ts';
import type { BackupSource } from '../../../archive/repository/source.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import type { Runtime } from '../../../runtime.ts';
import { labelNames } from '../../../stack/labels.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { withMutex } from '../../docker/with-mutex.ts';
import { progressOf } from '../progress-of.ts';
import type { RestorePart } from '../restore-part.ts';
import { openSettled } from '../volume/open-settled.ts';
import { chosenModels } from './chosen-models.ts';
import { inModels } from './in-models.ts';
import { listedModels, type VolumeModel } from './listed-models.ts';
import { putModels } from './put-models.ts';
import { digestOfManifest, savedModels } from './saved-models.ts';

/** What a restore would do to a model. */
export interface ModelChange {
  model: string;
  /** `same`: the version of the backup is there already. */
  change: 'added' | 'replaced' | 'same';
}

/**
 * Models of a backup, to be brought into the volume of the stack's Ollama, which goes on meanwhile. Models
 * that the backup does not have stay.
 * @param names of models; empty: all
 * @throws GeckoError MODEL_MISSING (exit 1), BACKEND_UNREACHABLE (20) where Ollama does not answer,
 *   RUNTIME_UNSUPPORTED (21) where the stack has none, BACKUP_DAMAGED (25), and the engine's
 */
export async function restoreOllama(
  source: BackupSource,
  { names, dryRun }: { names: readonly string[]; dryRun: boolean },
  runtime: Runtime,
): Promise<RestorePart> {
  const { signal, ui } = runtime;
  const project = await openSettled(dryRun, runtime);
  checkOwn(project);
  await project.door.ollama.version(signal);
  const saved = await savedModels(source);
  const models = chosenModels(saved.models, names, `The backup ${source.manifest.id}`);
  ui.event({ type: 'step', text: 'Looking at the models' });
  const readOnly = { readOnly: true, signal };
  const now = await inModels(project, readOnly, runtime, listedModels);
  const changes = models.map((model) => changeOf(model, now.models));
  const sizeOf = (sums: Iterable<string>) =>
    [...sums].reduce((sum, sha256) => sum + (saved.blobs.get(sha256)?.size ?? 0), 0);
  const needed = new Set(models.flatMap(({ blobs }) => blobs.map(({ sha256 }) => sha256)));
  const missing = [...needed].filter((one) => now.blobs.get(one) !== saved.blobs.get(one)?.size);
  return {
    plan: [
      ...models.map(({ blobs }, index) =>
        planLine(changes[index], sizeOf(new Set(blobs.map(({ sha256 }) => sha256)))),
      ),
      ...(missing.length === 0 ? [] : [`${amount(sizeOf(missing))} of models have to be written`]),
    ],
    json: { models: changes, bytes: sizeOf(missing) },
    carryOut: () =>
      withMutex('gecko restore', runtime, async () => {
        const progress = progressOf('Restoring the models', sizeOf(missing), runtime);
        try {
          const sent = await putModels(
            { source, models, blobs: saved.blobs, onSent: progress.add },
            project,
            runtime,
          );
          return { json: { models: changes, sent }, text: [doneText(changes, sent)] };
        } finally {
          progress.end();
        }
      }),
  };
}

function changeOf({ name, manifest }: VolumeModel, now: readonly VolumeModel[]): ModelChange {
  const there = now.find((one) => one.name === name);
  if (!there) return { model: name, change: 'added' };
  const isSame = digestOfManifest(there.manifest) === digestOfManifest(manifest);
  return { model: name, change: isSame ? 'same' : 'replaced' };
}

const planWords = {
  added: 'it is not there now',
  replaced: 'in place of another version of it',
  same: 'it is there already',
};

function planLine(change: ModelChange | undefined, size: number): string {
  return `${change?.model}: ${amount(size)}; ${planWords[change?.change ?? 'same']}`;
}

function doneText(changes: readonly ModelChange[], sent: number): string {
  const of = (kind: ModelChange['change']) =>
    changes.filter(({ change }) => change === kind).map(({ model }) => model);
  const parts = [
    ...[...of('added'), ...of('replaced')].map((model) => `Restored ${model}.`),
    ...of('same').map((model) => `${model} was there already.`),
  ];
  return [...parts, ...(sent === 0 ? [] : [`${amount(sent)} of models were written.`])].join(' ');
}

/** Not the Ollama of the engine's machine, which the profile `host` uses. */
function checkOwn({ seen }: DockerProject): void {
  if (seen.containers.some(({ labels }) => labels[labelNames.service] === 'ollama')) return;
  throw new GeckoError(
    'RUNTIME_UNSUPPORTED',
    'No Ollama of the stack is there that models could be restored into',
    {
      exitCode: exitCodes.unsupported,
      hint: 'gecko up --no-model brings one up, unless the profile is host: then ollama pull fetches models for the Ollama of that machine.',
    },
  );
}
