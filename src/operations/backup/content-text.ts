import { counted } from '../counted.ts';
import type { BackupFacts } from './backup-facts.ts';

/** `1 collection (12 documents, 90 chunks), 2 models and the configuration` */
export function contentText(facts: BackupFacts): string {
  const { store, collections, foreign, models, volumes, configuration } = facts;
  const documents = collections.reduce((sum, one) => sum + one.documents, 0);
  const chunks = collections.reduce((sum, one) => sum + one.chunks, 0);
  const parts = [
    ...(store === null
      ? []
      : [
          `${counted(collections.length, 'collection')} (${counted(documents, 'document')}, ${counted(chunks, 'chunk')})`,
        ]),
    ...(foreign.length === 0 ? [] : [`${foreign.length} of other programs`]),
    ...(models.length === 0 ? [] : [counted(models.length, 'model')]),
    ...(volumes.length === 0 ? [] : [counted(volumes.length, 'volume')]),
    ...(configuration ? ['the configuration'] : []),
  ];
  const last = parts.pop() ?? 'nothing';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}
