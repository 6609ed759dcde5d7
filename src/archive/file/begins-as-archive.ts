import { errorCode } from '../../error-code.ts';
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
    // One that is not there, or cannot be read, is none either: whoever opens it says so.
    const cannot = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES'].includes(errorCode(error));
    if (error instanceof Damage || cannot) return false;
    throw error;
  } finally {
    await reader.close();
  }
}
