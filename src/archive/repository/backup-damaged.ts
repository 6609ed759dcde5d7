import { exitCodes, GeckoError } from '../../errors.ts';

/** Problems that are told in words; the details have all. */
const TOLD = 5;

/** A backup that is not what was stored. */
export function backupDamaged(id: string, problems: readonly string[]): GeckoError {
  const told = problems.slice(0, TOLD).join('; ');
  const more = problems.length > TOLD ? `; and ${problems.length - TOLD} more` : '';
  return new GeckoError('BACKUP_DAMAGED', `The backup ${id} is damaged: ${told}${more}`, {
    exitCode: exitCodes.integrity,
    hint: 'Nothing was changed. Take an older one (gecko backup list); a new one with --reread stores damaged pieces anew.',
    details: { id, problems: [...problems] },
  });
}
