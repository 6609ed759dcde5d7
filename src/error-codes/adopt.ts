import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

/** What goes wrong while an old Compose stack is taken over. */
export const adoptCodes: Readonly<Record<string, Explanation>> = {
  ADOPT_FILE: {
    exitCode: exitCodes.usage,
    summary: 'A file cannot be read as a Compose file',
    causes: [
      'It is no YAML, has no services, or requires variables that its .env does not have.',
      'Variables of the shell are not looked at: only those of the .env beside the file.',
    ],
    remedies: [
      'docker compose config shows what Compose makes of it; its output can be adopted, too.',
      'Name the project that the engine has in place of the file: gecko adopt PROJECT.',
    ],
  },
  ADOPT_MISSING: {
    exitCode: exitCodes.nothing,
    summary: 'There is no such Compose file and no such Compose project',
    causes: [
      'The path is another, or the engine that gecko talks to has no container and no volume of that project.',
    ],
    remedies: ['docker compose ls --all lists the projects of the engine.'],
  },
  ADOPT_UNREADABLE: {
    exitCode: exitCodes.unsupported,
    summary: 'The copy of the old Qdrant storage cannot be read',
    causes: [
      'The image of the old Qdrant is not on the engine any more, and what its file names is another version, which does not read this storage.',
      'The storage is damaged; the words of Qdrant say so.',
    ],
    remedies: [
      'The old stack was started again, and nothing of it was changed. Name in its Compose file the version of Qdrant that wrote the storage, pull it, then adopt again.',
      'Or bring the documents in from their files: gecko up, then gecko ingest PATH.',
    ],
  },
};
