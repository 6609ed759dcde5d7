import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { errorCode } from '../../error-code.ts';
import { write } from './write.ts';

/** Beside the tables; no backup has it. */
const FOLDER = 'notes';

const EXTENSION = '.json';

export async function readNotes(folder: string): Promise<ReadonlyMap<string, string>> {
  const place = join(folder, FOLDER);
  const files = await readdir(place).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  const notes = await Promise.all(
    files
      .filter((file) => file.endsWith(EXTENSION))
      .map(
        async (file) =>
          [file.slice(0, -EXTENSION.length), await readFile(join(place, file), 'utf8')] as const,
      ),
  );
  return new Map(notes);
}

/** @throws ServiceError NO_SPACE */
export async function writeNote(folder: string, name: string, text: string): Promise<void> {
  const place = join(folder, FOLDER);
  await mkdir(place, { recursive: true, mode: 0o700 });
  await write(() => writeFileAtomic(join(place, `${name}${EXTENSION}`), text, { mode: 0o600 }));
}
