import { amount } from '../../amount.ts';
import { type ListedBackup, listBackups } from '../../archive/repository/list-backups.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { alignedTable } from '../aligned-table.ts';
import { counted } from '../counted.ts';
import { oneLine } from '../one-line.ts';
import { type BackupFacts, backupFacts } from './backup-facts.ts';
import { openRepository } from './open-repository.ts';
import type { RepositoryAccess } from './repository-access.ts';

/** The backups of a repository, the newest last; those that cannot be read are listed with the reason. */
export async function backupList(
  input: { to?: string | undefined } & RepositoryAccess,
  runtime: Runtime,
): Promise<Report> {
  const place = await openRepository(input.to, runtime, input, 'look');
  const all = await listBackups(place);
  const backups = all.flatMap(({ content }) =>
    'problem' in content ? [] : [backupFacts(content)],
  );
  const unusable = all.flatMap(unusableOf);
  return {
    json: { repository: place.name, encrypted: place.isSealed, backups, unusable },
    text: (style) =>
      all.length === 0
        ? `No backups in ${place.name}. \`gecko backup qdrant\` makes one.`
        : [
            ...tableOf(backups),
            ...unusable.map(({ id, problem }) => style.yellow(`${id} cannot be used: ${problem}`)),
          ].join('\n'),
  };
}

function unusableOf({ id, content }: ListedBackup): { id: string; problem: string }[] {
  return 'problem' in content ? [{ id, problem: content.problem }] : [];
}

function tableOf(backups: readonly BackupFacts[]): string[] {
  if (backups.length === 0) return [];
  const rows = backups.map((one) => [
    one.id,
    one.createdAt.replace('T', ' ').slice(0, 19),
    one.project,
    heldBy(one),
    amount(one.size),
    one.label === null ? '' : oneLine(one.label),
  ]);
  return [alignedTable([['id', 'made (UTC)', 'project', 'holds', 'size', 'label'], ...rows])];
}

/** `12 documents, 1 collection of other programs, 2 models, configuration` */
function heldBy(facts: BackupFacts): string {
  const { store, collections, foreign, models, volumes, configuration } = facts;
  const documents = collections.reduce((sum, one) => sum + one.documents, 0);
  return [
    ...(store === null ? [] : [counted(documents, 'document')]),
    ...(foreign.length === 0 ? [] : [`${counted(foreign.length, 'collection')} of other programs`]),
    ...(models.length === 0 ? [] : [counted(models.length, 'model')]),
    ...volumes.map((name) => `volume ${name}`),
    ...(configuration ? ['configuration'] : []),
  ].join(', ');
}
