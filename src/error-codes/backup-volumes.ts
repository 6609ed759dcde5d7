import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

/** What goes wrong with volumes as a whole, and with archives that are not gecko's. */
export const backupVolumeCodes: Readonly<Record<string, Explanation>> = {
  VOLUME_MISSING: {
    exitCode: exitCodes.nothing,
    summary: 'The engine has no such volume',
    causes: [
      'Its name is another: Compose puts the name of its project before those of its volumes.',
      'It is on another engine: gecko status names the one that is used.',
    ],
    remedies: ['docker volume ls shows the names.'],
  },
  VOLUME_BUSY: {
    exitCode: exitCodes.conflict,
    summary: 'Files of a volume changed while they were read',
    causes: ['A container that runs writes into it.'],
    remedies: [
      'Stop that container, make the backup, start it again. Nothing was kept of this one.',
      'For Qdrant of the stack: gecko backup qdrant asks it for snapshots instead, or --cold stops it meanwhile.',
    ],
  },
  ARCHIVE_REFUSED: {
    exitCode: exitCodes.integrity,
    summary: 'An archive has something that must not be unpacked',
    causes: [
      'An entry leads out of the archive, goes through a link, or replaces another one.',
      'It has device files, pipes, programs that run as their owner, or more entries than gecko takes.',
      'It is cut off or damaged, or unpacks to far more than a volume has.',
    ],
    remedies: [
      'The message names the entry. Nothing was written.',
      'Of a volume that gecko has backed up, and whose origin you trust: gecko restore volume NAME ID --special takes device files, pipes and the like, too.',
    ],
  },
  ARCHIVE_UNKNOWN: {
    exitCode: exitCodes.integrity,
    summary: 'An archive does not hold what it is to be restored as',
    causes: [
      'It is empty: Compose puts the name of its project before those of its volumes, so that the usual command packs a new, empty volume.',
      'It holds neither the storage of Qdrant nor the models of Ollama, or those of the other.',
    ],
    remedies: [
      'docker volume ls shows the full name, such as PROJECT_qdrant_storage; gecko backup --volume NAME saves it.',
      'gecko restore qdrant FILE and gecko restore ollama FILE take what each of them keeps.',
    ],
  },
  VOLUME_UNPROVEN: {
    exitCode: exitCodes.integrity,
    summary: 'What was unpacked did not stand its proof',
    causes: [
      'What arrived in the volume is not what the archive has.',
      'The service cannot open it: its own words say why, for example that a newer version wrote it.',
    ],
    remedies: [
      'What was there before is unchanged. Take another backup, or another version of the service (key images).',
    ],
  },
};
