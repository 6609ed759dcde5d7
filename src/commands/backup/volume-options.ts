import type { Runtime } from '../../runtime.ts';
import { fileOption, formatOf, formatOption } from '../archive-options.ts';
import { newBackupOptions } from '../new-backup-options.ts';
import { textOf } from '../option-values.ts';
import { repositoryInput } from '../repository-input.ts';
import { repositoryOption } from '../repository-option.ts';
import type { Invocation, OptionSpec } from '../spec.ts';
import { labelOption } from './label-option.ts';
import { rereadOption } from './reread-option.ts';

/** Of `gecko backup --volume`. */
export const volumeOptions: readonly OptionSpec[] = [
  {
    flags: '--volume <name>',
    summary: 'back up this volume of the engine, whoever it belongs to',
  },
  repositoryOption,
  labelOption,
  fileOption,
  formatOption,
  rereadOption,
  ...newBackupOptions,
];

export async function backUpVolume(
  options: Invocation['options'],
  runtime: Runtime,
): Promise<number> {
  const { backupVolume } = await import('../../operations/backup/backup-volume.ts');
  const input = {
    ...repositoryInput(options),
    volume: textOf(options.volume),
    label: textOf(options.label),
    file: textOf(options.file),
    format: formatOf(options.format),
    reread: options.reread === true,
  };
  runtime.ui.report(await backupVolume(input, runtime));
  return 0;
}
