import { Damage } from '../repository/damage.ts';
import { ANNOUNCEMENT_SIZE, parseAnnouncement } from './announcement.ts';
import { archiveBytes } from './archive-bytes.ts';
import { byteReader } from './byte-reader.ts';

/** Whether a file begins as `gecko backup export` writes it; only its beginning is read. */
export async function beginsAsArchive(path: string): Promise<boolean> {
  const reader = byteReader(archiveBytes(path, () => {}));
  try {
    return parseAnnouncement(await reader.take(ANNOUNCEMENT_SIZE)) !== null;
  } catch (error) {
    if (error instanceof Damage) return false;
    throw error;
  } finally {
    await reader.close();
  }
}
