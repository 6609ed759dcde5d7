import { z } from 'zod';
import { uuidV5 } from '../../uuid-v5.ts';
import type { Qdrant } from './qdrant.ts';

/**
 * Named as the documents of a generation that no collection can have, for a name never begins with an
 * underscore: whatever lists collections, sweeps or makes backups takes it for none of its own, and for
 * nobody else's.
 */
const COLLECTION = '_gecko_notes__g1__docs';

/** More than the program has notes. */
const MOST = 100;

const Note = z.object({ name: z.string(), text: z.string() });

export async function readNotes(qdrant: Qdrant): Promise<ReadonlyMap<string, string>> {
  const answer = await qdrant.read('reading the notes', (client) =>
    client
      .scroll(COLLECTION, { limit: MOST, with_payload: true, with_vector: false })
      .catch(unlessStatus(404)),
  );
  const notes = (answer?.points ?? []).flatMap(({ payload }) => {
    const note = Note.safeParse(payload);
    return note.success ? [note.data] : [];
  });
  return new Map(notes.map(({ name, text }) => [name, text]));
}

export async function writeNote(qdrant: Qdrant, name: string, text: string): Promise<void> {
  const points = [{ id: uuidV5(['note', name]), vector: {}, payload: { name, text } }];
  const put = () =>
    qdrant.write('keeping a note', (client) =>
      client.upsert(COLLECTION, { wait: true, points }).catch(unlessStatus(404)),
    );
  if ((await put()) !== null) return;
  await qdrant.write('making a place for notes', (client) =>
    // Another process may have made it meanwhile.
    client.createCollection(COLLECTION, { vectors: {} }).catch(unlessStatus(409)),
  );
  await put();
}

function unlessStatus(status: number) {
  return (error: unknown): null => {
    if (error instanceof Error && 'status' in error && error.status === status) return null;
    throw error;
  };
}
