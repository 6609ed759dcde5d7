import { exitCodes, GeckoError } from '../../errors.ts';

/** Problems that are told in words; the details have all. */
const TOLD = 5;

/** An archive that is not what was written. */
export function archiveDamaged(path: string, problems: readonly string[]): GeckoError {
  const told = problems.slice(0, TOLD).join('; ');
  const more = problems.length > TOLD ? `; and ${problems.length - TOLD} more` : '';
  return new GeckoError('BACKUP_DAMAGED', `The backup in ${path} is damaged: ${told}${more}`, {
    exitCode: exitCodes.integrity,
    hint: 'Nothing was changed. Take another copy of the file, or another backup (gecko backup list).',
    details: { path, problems: [...problems] },
  });
}
