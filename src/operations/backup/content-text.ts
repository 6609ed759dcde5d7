import { counted } from '../counted.ts';
import type { BackupFacts } from './backup-facts.ts';

/** `1 collection (12 documents, 90 chunks)`, `the volume pgdata` */
export function contentText({ store, collections, foreign, volumes }: BackupFacts): string {
  if (store === null) return volumes.map((name) => `the volume ${name}`).join(', ');
  const documents = collections.reduce((sum, one) => sum + one.documents, 0);
  const chunks = collections.reduce((sum, one) => sum + one.chunks, 0);
  const own = `${counted(collections.length, 'collection')} (${counted(documents, 'document')}, ${counted(chunks, 'chunk')})`;
  return foreign.length === 0 ? own : `${own} and ${foreign.length} of other programs`;
}
