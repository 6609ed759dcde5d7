import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

/** The codes of projects in containers. Codes are never renamed: scripts match on them. */
export const stackCodes = {
  VOLUME_OWNER: {
    exitCode: exitCodes.conflict,
    summary: 'An existing volume belongs to another user than the service that is to work on it',
    causes: ['The old stack ran as root, or as another user.'],
    remedies: [
      'Let gecko give its files to the service: gecko up --yes.',
      'Copy it into a new volume first, and name that one in volumes.*.name.',
    ],
  },
  BACKEND_ANSWER: {
    exitCode: exitCodes.failure,
    summary: 'A backend of your own answers otherwise than gecko asks',
    causes: ['Its answer to POST /ask is not JSON with a text in `answer`.'],
    remedies: ['docs/own-backend.md says what a backend has to answer.'],
  },
  EXPORT_IN_THE_WAY: {
    exitCode: exitCodes.conflict,
    summary: 'The folder of an export has files that gecko did not write',
    causes: [
      'The folder is in use for something else.',
      'Files of an earlier export were edited, or its secrets are not there any more.',
    ],
    remedies: [
      'Export into another folder, or replace them with --force.',
      'What is to differ belongs in gecko.yaml, in .env or in compose.override.yaml.',
    ],
  },
  OFFLINE: {
    exitCode: exitCodes.unsupported,
    summary: 'What was asked for needs a network, and gecko is to ask nothing of any',
    causes: ['--offline was given, or the key offline is set.'],
    remedies: ['docs/closed-networks.md says how things are brought without a network.'],
  },
  BUNDLE_DAMAGED: {
    exitCode: exitCodes.integrity,
    summary: 'A file of gecko pull --save is not as it was written',
    causes: [
      'It was not copied to its end, or was changed on its way.',
      'It is another file, or one of a newer gecko.',
    ],
    remedies: [
      'Copy it anew and compare: tar -xOf FILE sha256sums shows the sums of what is in it.',
      'Write it anew where there is a network: gecko pull --save FILE.',
    ],
  },
  BUNDLE_PLATFORM: {
    exitCode: exitCodes.unsupported,
    summary: 'A file of gecko pull --save holds images for another platform',
    causes: ['It was written on a machine with another processor than the one of this engine.'],
    remedies: ['Write it with an engine on a machine like this one: gecko pull --save FILE.'],
  },
  MOVE_UNFINISHED: {
    exitCode: exitCodes.conflict,
    summary: 'A move of the project into containers was killed, and what it left is in the way',
    causes: ['The move, or its machine, ended before the containers had the corpus.'],
    remedies: [
      'End the move: gecko up --runtime docker.',
      'Take back what it has made: gecko down --runtime docker. The corpus is where it was.',
    ],
  },
  RUNTIME_OTHER: {
    exitCode: exitCodes.conflict,
    summary: 'The project runs in another runtime than the one asked for',
    causes: ['Its corpus is in containers, or in the embedded store, and stays there.'],
    remedies: [
      'Leave --runtime out, or move the project with its corpus: gecko up --runtime NAME.',
    ],
  },
  PROJECT_FOREIGN: {
    exitCode: exitCodes.conflict,
    summary: 'The engine has a project of this name that another gecko has made',
    causes: ['Another user or machine uses the same engine, or the state folder was lost.'],
    remedies: [
      'Use another name: --project NAME.',
      'Remove the containers and volumes of the old one.',
    ],
  },
  NOTHING_THERE: {
    exitCode: exitCodes.nothing,
    summary: 'The project has nothing of what was asked for',
    causes: ['It was not started yet, or was taken down.'],
    remedies: ['gecko up makes it.'],
  },
  OLLAMA_FAILED: {
    exitCode: exitCodes.failure,
    summary: 'Ollama refused or broke off what it was asked for',
    causes: [
      'Ollama has too little memory, or its version does not know what was asked.',
      'Something else than Ollama answers at its address.',
    ],
    remedies: [
      'The message ends with its own words; gecko logs --tail 50 ollama shows more of them.',
    ],
  },
  UNHEALTHY: {
    exitCode: exitCodes.timeout,
    summary: 'A container did not become healthy',
    causes: [
      'Its program ended, or is restarted again and again: the last log lines are shown.',
      'It needed more memory than it may have.',
      'It needs longer than it was waited for.',
    ],
    remedies: [
      'Mend what the log lines say, then run gecko up again.',
      'Qdrant on a damaged storage: gecko restore qdrant latest puts it aside and brings a backup in its place.',
      'The keys services.NAME.limits and services.NAME.env change what a container gets.',
    ],
  },
} as const satisfies Record<string, Explanation>;
