import type { Clock } from '../../clock.ts';
import type { Fingerprint } from '../../contract/corpus.ts';
import { createCommitGroups } from '../commit-groups.ts';
import type { StoredDocument } from '../port.ts';
import type { WriterQueue } from '../writer-queue.ts';
import { anyOf, is } from './conditions.ts';
import { documentsName } from './names.ts';
import { chunkPoints, recordPoint, revisionKey, textPoints } from './points.ts';
import type { Qdrant } from './qdrant.ts';
import { readKeys } from './read-records.ts';
import { untilThawed } from './until-thawed.ts';
import { upload } from './upload.ts';

/** Called at each step of a write; tests stop there, or let the write fail. */
export type Fault = (point: string) => void | Promise<void>;

export interface CommitterParts {
  qdrant: Qdrant;
  physical: string;
  fingerprint: Fingerprint;
  queue: WriterQueue;
  clock: Clock;
  fault: Fault;
}

/**
 * Groups documents that wait into commits. Every step may be the last: texts and chunks that no query
 * sees, then the records (the commit point), then, in one request, the new chunks become live and all
 * others of these documents go. The same commit again, or a sweep, finishes what a crash cut off.
 */
export function createCommitter(
  parts: CommitterParts,
): (document: StoredDocument) => Promise<void> {
  const { qdrant, physical, fingerprint, queue, clock, fault } = parts;
  const documents = documentsName(physical);
  let last = 0;

  return createCommitGroups({
    queue,
    async commit(group) {
      await commit(group);
      return () => undefined;
    },
  });

  async function commit(group: readonly StoredDocument[]): Promise<void> {
    await untilThawed(qdrant, physical, clock);
    const written = nextTime();
    const before = await readKeys(
      qdrant,
      documents,
      group.map(({ record }) => record.id),
    );
    const fresh = group.filter(({ record }) => before.get(record.id) !== revisionKey(record));
    await upload(
      qdrant,
      documents,
      fresh.flatMap((one) => textPoints(one, written)),
    );
    await upload(
      qdrant,
      physical,
      fresh.flatMap((one) => chunkPoints(one, fingerprint, written)),
    );
    await fault('chunks-added');
    await upload(
      qdrant,
      documents,
      group.map((one) => recordPoint(one, written)),
    );
    await fault('record-written');
    await makeLive(group);
    await fault('made-live');
    const replaced = fresh.filter(({ record }) => before.has(record.id));
    if (replaced.length > 0) await removeOldTexts(replaced);
  }

  async function makeLive(group: readonly StoredDocument[]): Promise<void> {
    const ids = anyOf('document_id', idsOf(group));
    const current = anyOf('revision_key', keysOf(group));
    await qdrant.write(`making chunks of ${physical} live`, (client) =>
      client.batchUpdate(physical, {
        wait: true,
        operations: [
          { set_payload: { payload: { live: true }, filter: { must: [current] } } },
          { delete: { filter: { must: [ids], must_not: [current] } } },
        ],
      }),
    );
  }

  async function removeOldTexts(replaced: readonly StoredDocument[]): Promise<void> {
    await qdrant.write(`removing old texts from ${documents}`, (client) =>
      client.delete(documents, {
        wait: true,
        filter: {
          must: [is('kind', 'part'), anyOf('document_id', idsOf(replaced))],
          must_not: [anyOf('revision_key', keysOf(replaced))],
        },
      }),
    );
  }

  /** Milliseconds, each commit later than the one before. */
  function nextTime(): number {
    last = Math.max(last + 1, Math.floor(clock.now()));
    return last;
  }
}

function idsOf(group: readonly StoredDocument[]): string[] {
  return group.map(({ record }) => record.id);
}

function keysOf(group: readonly StoredDocument[]): string[] {
  return group.map(({ record }) => revisionKey(record));
}
