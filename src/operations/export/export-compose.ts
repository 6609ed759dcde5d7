import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { weightsProgress } from '../../embedded/weights-progress.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { exportCompose } from '../../export/compose/compose.ts';
import { composeFolders } from '../../export/compose/compose-folders.ts';
import type { CarriedFile } from '../../export/export-file.ts';
import type { Runtime } from '../../runtime.ts';
import { checkExposure } from '../../stack/check-exposure.ts';
import type { Report } from '../../ui/ui.ts';
import { exportInput } from './export-input.ts';
import { openDeployment } from './open-deployment.ts';
import { openStaging, type Staging } from './open-staging.ts';
import { writeExport } from './write-export.ts';

export interface ExportOptions {
  /** Folder that it goes into; relative to the working directory. */
  to: string | undefined;
  /** Replaces files that no export has written. */
  force: boolean;
  /** Takes the embedding weights along. */
  weights: boolean;
}

/**
 * Writes the stack as a folder for Docker Compose. It asks no engine and looks at no hardware.
 * @throws GeckoError USAGE (exit 2), EXPORT_IN_THE_WAY (22), CONFIG_INVALID, and what openStaging throws
 */
export async function composeExport(options: ExportOptions, runtime: Runtime): Promise<Report> {
  if (!options.to) throw noFolder();
  checkExposure(runtime.config);
  const folder = resolve(options.to);
  // Where nothing can be written, nothing is fetched.
  const staging = openStaging(folder);
  try {
    return await exportInto(staging, folder, options, runtime);
  } finally {
    staging.remove();
  }
}

async function exportInto(
  staging: Staging,
  folder: string,
  { weights: isWithWeights, force }: ExportOptions,
  runtime: Runtime,
): Promise<Report> {
  const { ui, signal, version } = runtime;
  const deployment = openDeployment(folder, `${composeFolders.config}/rag`);
  const weights = isWithWeights ? await weightFiles(runtime) : [];
  const input = await exportInput(deployment, weights, runtime);
  const { files, notes } = exportCompose(input);
  const target = { folder, staging, target: 'compose', files, deployment, version, force };
  await writeExport(target, signal);
  for (const text of notes) ui.event({ type: 'note', text });
  const profiles = input.ollama.map(({ profile }) => profile);
  return {
    json: { target: 'compose', folder, files: files.map(({ path }) => path), profiles, notes },
    text: (style) =>
      [
        `Wrote ${files.length} files for Docker Compose to ${folder}`,
        '',
        `  ${style.cyan(`cd ${folder} && docker compose${profiles.length > 0 ? ' --profile cpu' : ''} up --wait`)}`,
        '',
        ...(profiles.length > 0 ? [`Profiles: ${profiles.join(', ')}.`] : []),
        'The token of this deployment is in config/rag/token; ports, images and the model are in .env.example.',
      ].join('\n'),
  };
}

function noFolder(): GeckoError {
  return new GeckoError('USAGE', 'An export needs a folder to go into', {
    exitCode: exitCodes.usage,
    hint: '--to FOLDER',
  });
}

/** None where they cannot be had, which the notes tell. */
async function weightFiles({ docker, ui }: Runtime): Promise<CarriedFile[]> {
  const progress = weightsProgress(ui);
  try {
    const found = await (await docker()).weights(progress.show);
    if ('absence' in found) {
      ui.event({ type: 'warning', text: `No embedding weights: ${found.absence}` });
      return [];
    }
    const carried = (path: string, from: string): CarriedFile => ({
      path,
      content: { read: () => readFile(from) },
      mode: 0o644,
    });
    return [carried('model.onnx', found.model), carried('tokenizer.json', found.tokenizer)];
  } finally {
    progress.end();
  }
}
