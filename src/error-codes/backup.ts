import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

/** What goes wrong with backups and restores. */
export const backupCodes: Readonly<Record<string, Explanation>> = {
  BACKUP_MISSING: {
    exitCode: exitCodes.nothing,
    summary: 'The repository has no such backup',
    causes: [
      'None was made yet, or into another folder.',
      'A backup that was interrupted does not exist: its manifest is written last.',
    ],
    remedies: ['gecko backup list shows what is there; --to names another folder.'],
  },
  BACKUP_DAMAGED: {
    exitCode: exitCodes.integrity,
    summary: 'A backup is not what was stored',
    causes: [
      'A blob or the manifest was cut off, changed or removed since: a failing disk, a copy that did not end, or a person.',
    ],
    remedies: [
      'gecko backup verify ID names what is wrong. Nothing was changed.',
      'Take an older backup; a new one with --reread stores the damaged pieces anew, where the data is still there.',
    ],
  },
  BACKUP_NEWER: {
    exitCode: exitCodes.conflict,
    summary: 'A newer gecko made the backup',
    causes: ['Its format is one that this gecko does not know.'],
    remedies: ['Use that gecko, or a newer one. Nothing was changed.'],
  },
  BACKUP_UNFIT: {
    exitCode: exitCodes.unsupported,
    summary: 'A backup does not fit what runs now',
    causes: [
      'Another minor version of Qdrant made its snapshots: they restore into the same one only.',
      'It was made of the other runtime, whose store is another.',
      'Its index was made with another model or other settings than the corpus of now, so questions and new documents would not fit it.',
    ],
    remedies: [
      'Bring up the version of Qdrant that the message names (key images.qdrant), restore, then upgrade one minor version at a time.',
      'gecko restore qdrant ID --other-fingerprint restores it all the same; gecko corpus reindex then makes the index anew.',
    ],
  },
  BACKUP_BUSY: {
    exitCode: exitCodes.conflict,
    summary: 'Documents were written all the time while a backup was made',
    causes: [
      'An ingest is under way, and the backend that takes it in cannot keep writes waiting: it is your own, or older.',
      'Blobs were removed from the repository meanwhile.',
    ],
    remedies: ['Run the backup again when it has ended; nothing was kept of this one.'],
  },
  LOCK_LOST: {
    exitCode: exitCodes.locked,
    summary: 'The lock in the repository of backups was lost while gecko worked there',
    causes: [
      'The machine slept, or nothing could be written there for long: after an hour others take its holder for dead.',
      'Somebody removed the lock, or gave --break-lock.',
    ],
    remedies: [
      'Run the command again. This one ended before it did harm; backups that were complete are whole.',
    ],
  },
  BACKUP_TARGET: {
    exitCode: exitCodes.failure,
    summary: 'The folder for backups cannot be used',
    causes: ['It may not be written, it is no folder, or its disk fails.'],
    remedies: ['Name a folder that you may write, with --to or the key backup.folder.'],
  },
  VOLUME_TOOL: {
    exitCode: exitCodes.failure,
    summary: 'A program that works on a volume failed',
    causes: [
      'Its image lacks GNU tar or coreutils, or the volume has something that cannot be read or written; its own words say it.',
    ],
    remedies: [
      'What was there before is unchanged. gecko doctor looks at the engine and its disk.',
    ],
  },
  SNAPSHOT_FAILED: {
    exitCode: exitCodes.failure,
    summary: 'Qdrant refused something that a backup or a restore needs',
    causes: ['Its own words say it, for example that its storage is damaged.'],
    remedies: ['gecko logs --tail 50 qdrant shows more; gecko doctor looks at it.'],
  },
};
