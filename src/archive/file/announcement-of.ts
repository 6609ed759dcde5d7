import type { Manifest } from '../repository/manifest.ts';
import type { Announcement } from './announcement.ts';

export function announcementOf({
  id,
  createdAt,
  files,
}: Pick<Manifest, 'id' | 'createdAt' | 'files'>): Announcement {
  return {
    id,
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    time: Math.max(0, Math.floor(Date.parse(createdAt) / 1_000) || 0),
  };
}
