import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

/** The codes of the command line itself. Codes are never renamed: scripts match on them. */
export const cliCodes = {
  USAGE: {
    exitCode: exitCodes.usage,
    summary: 'The command line is not right',
    causes: ['An unknown option, a missing argument, or a value that does not fit.'],
    remedies: ['gecko COMMAND --help shows how it is used.'],
  },
  UNKNOWN_COMMAND: {
    exitCode: exitCodes.usage,
    summary: 'gecko has no such command',
    causes: ['A mistyped name, or a command of another version.'],
    remedies: ['gecko --help lists the commands.'],
  },
  UNKNOWN_CODE: {
    exitCode: exitCodes.usage,
    summary: 'gecko explain was asked for a code that does not exist',
    causes: ['A mistyped code.'],
    remedies: ['gecko explain lists all codes.'],
  },
  CONFIG_SYNTAX: {
    exitCode: exitCodes.usage,
    summary: 'A configuration file is not valid YAML',
    causes: ['Wrong indentation, a tab, an open quote, or a key that is there twice.'],
    remedies: ['The message names file, line and column.'],
  },
  CONFIG_INVALID: {
    exitCode: exitCodes.usage,
    summary: 'A configuration value is not what its key needs',
    causes: ['A wrong type, a number out of range, or two keys that exclude each other.'],
    remedies: [
      'The message says where the value stands: a line of a file, a variable or a flag.',
      'docs/reference/configuration.md lists every key with its values.',
    ],
  },
  CONFIG_UNKNOWN_KEY: {
    exitCode: exitCodes.usage,
    summary: 'A configuration file has a key that gecko does not know',
    causes: ['A mistyped key, one in the wrong group, or one of a newer version.'],
    remedies: ['The message names the nearest key. docs/reference/configuration.md lists all.'],
  },
  CONFIG_UNREADABLE: {
    exitCode: exitCodes.usage,
    summary: 'A configuration file cannot be read',
    causes: ['Its permissions forbid it, or it is not UTF-8 text.'],
    remedies: ['Mend the permissions, or save the file as UTF-8.'],
  },
  CONFIRMATION_NEEDED: {
    exitCode: exitCodes.confirmation,
    summary: 'A question needs an answer, and there is no terminal to ask on',
    causes: ['gecko runs in a script or a pipe, or with --json.'],
    remedies: ['Give the flag that the message names, usually --yes.'],
  },
  NOT_CONFIRMED: {
    exitCode: exitCodes.confirmation,
    summary: 'The question was answered with no',
    causes: ['You chose not to go on.'],
    remedies: ['What the question was about was not changed.'],
  },
  INTERRUPTED: {
    exitCode: exitCodes.interrupted,
    summary: 'gecko was interrupted',
    causes: ['Ctrl-C, or a signal from outside.'],
    remedies: ['Run the command again; what was finished stays finished.'],
  },
  LOCKED: {
    exitCode: exitCodes.locked,
    summary: 'Another gecko is changing this project right now',
    causes: ['A second command was started before the first had ended.'],
    remedies: [
      'Wait for the process that the message names, or let gecko wait: --lock-wait SECONDS.',
      'A lock whose holder died on this machine is taken over; of another machine, or another container, nobody can tell: --break-lock.',
    ],
  },
  BACKEND_UNREACHABLE: {
    exitCode: exitCodes.engine,
    summary: 'A backend does not answer',
    causes: ['It was stopped, is still starting, or a proxy or firewall is in between.'],
    remedies: ['gecko status shows the services, gecko logs what they said last.'],
  },
  RUNTIME_UNSUPPORTED: {
    exitCode: exitCodes.unsupported,
    summary: 'This version cannot do that in the chosen runtime',
    causes: ['Containers can do more than one process: gecko scale and expose, for example.'],
    remedies: [
      'Leave out what the message names.',
      'Or move the project into containers: gecko up --runtime docker.',
    ],
  },
  PORT_TAKEN: {
    exitCode: exitCodes.conflict,
    foundBy: ['ports'],
    summary: 'A port that gecko needs is used by another program',
    causes: ['Another project of gecko, or an unrelated server.'],
    remedies: [
      'Stop that program; the message names it where that can be told.',
      'Or choose other ports: ports.rag, ports.qa, ports.web in gecko.yaml, or GECKO_PORTS_RAG and so on.',
    ],
  },
  ALREADY_RUNNING: {
    exitCode: exitCodes.conflict,
    summary: 'gecko serve was called, and the services run already',
    causes: ['gecko up, ask or ingest started them in the background.'],
    remedies: ['gecko down stops them; gecko logs -f shows their log.'],
  },
  PROJECT_MISMATCH: {
    exitCode: exitCodes.conflict,
    foundBy: ['backends'],
    summary: 'What answers on the port belongs to another project',
    causes: ['Two projects with the same ports, or another GECKO_HOME.'],
    remedies: ['Give each project ports of its own.'],
  },
  SOURCE_TAKEN: {
    exitCode: exitCodes.conflict,
    summary: 'The name of a source was given to another folder meanwhile',
    causes: ['Two folders of one name were ingested for the first time at once.'],
    remedies: ['Run the command again: it gets a name of its own.', '--source NAME chooses one.'],
  },
  CONTRACT_MISMATCH: {
    exitCode: exitCodes.conflict,
    foundBy: ['backends'],
    summary: 'The running services are of another version, which speaks differently',
    causes: ['gecko was replaced while its services ran.'],
    remedies: ['gecko down, then gecko up.'],
  },
  DAEMON_FAILED: {
    exitCode: exitCodes.failure,
    summary: 'The embedded runtime ended before it was ready',
    causes: ['A defect, damaged data, or not enough memory.'],
    remedies: ['gecko logs --tail 50 shows its last lines; gecko serve runs it in the foreground.'],
  },
  DAEMON_SILENT: {
    exitCode: exitCodes.timeout,
    summary: 'The embedded runtime does not answer, or did not become ready in time',
    causes: ['A very slow or overloaded machine or disk.', 'A process that hangs.'],
    remedies: [
      'Try again; gecko logs --tail 50 shows how far it came.',
      'One that runs and stays silent: the message names its process, which you may end.',
    ],
  },
  PATH_MISSING: {
    exitCode: exitCodes.usage,
    summary: 'There is no such file or folder',
    causes: ['A mistyped path, or a disk that is not mounted.'],
    remedies: ['Look at the path; relative ones count from the working directory.'],
  },
  PATH_UNUSABLE: {
    exitCode: exitCodes.failure,
    summary: 'A path leads through something that is no folder',
    causes: ['A file where a folder should be, or a link to a disk that is not mounted.'],
    remedies: ['Look at the path that the message names.', 'GECKO_HOME chooses another folder.'],
  },
  FOLDER_GONE: {
    exitCode: exitCodes.usage,
    summary: 'The folder in which gecko was called is not there any more',
    causes: ['It was deleted, or deleted and made anew, while a shell stood in it.'],
    remedies: [
      'cd to another folder, or cd "$PWD" into one that has the same name now.',
      'Nothing was changed.',
    ],
  },
  FOLDER_EMPTY: {
    exitCode: exitCodes.usage,
    summary: 'The folder has no document that gecko can read',
    causes: ['It is empty, not mounted, or has other kinds of files only.'],
    remedies: ['docs/documents.md lists the formats. Nothing was changed.'],
  },
  PRUNE_REFUSED: {
    exitCode: exitCodes.confirmation,
    summary: '--prune was given for a folder without files',
    causes: ['The folder is missing or empty: perhaps a disk is not mounted.'],
    remedies: [
      'Look whether the folder is what you think. Nothing was removed.',
      'gecko corpus rm --source NAME removes all documents of a source.',
    ],
  },
  STATE_NEWER: {
    exitCode: exitCodes.conflict,
    summary: "The project's state was written by a newer gecko",
    causes: ['gecko was replaced by an older version.'],
    remedies: ['Use the version that the message names, or a newer one. Nothing was changed.'],
  },
  STATE_UNREADABLE: {
    exitCode: exitCodes.integrity,
    summary: 'A file of the state folder is damaged',
    causes: ['It was edited, or the disk was full or failing.'],
    remedies: [
      'The message names the file. Restore it, or move it away: gecko then starts a new one.',
    ],
  },
  NODE_TOO_OLD: {
    exitCode: exitCodes.failure,
    summary: 'This Node.js is too old for gecko',
    causes: ['gecko needs Node.js 20.19 or newer.'],
    remedies: ['Install a newer Node.js.'],
  },
  NOT_BUILT: {
    exitCode: exitCodes.failure,
    summary: 'gecko was not built',
    causes: ['A clone without dist/, or a build that failed.'],
    remedies: ['npm ci, or npm run build.'],
  },
  HOME_MISSING: {
    exitCode: exitCodes.usage,
    summary: 'gecko does not know where to keep its files',
    causes: ['HOME is not set, or GECKO_HOME is not an absolute path.'],
    remedies: ['Set HOME, or GECKO_HOME to a folder that gecko may use.'],
  },
  HOME_UNWRITABLE: {
    exitCode: exitCodes.failure,
    summary: 'gecko may not write to one of its folders',
    causes: ['A read-only home, or folders that belong to another user, such as root after sudo.'],
    remedies: [
      'Set GECKO_HOME to a folder that you may write, or give the folder back to your user.',
    ],
  },
  PERMISSION: {
    exitCode: exitCodes.failure,
    summary: 'The system does not allow the access',
    causes: ['A file or folder belongs to another user, or lies on a read-only file system.'],
    remedies: ['The message names it. Change its permissions, or choose another place.'],
  },
  TOO_MANY_FILES: {
    exitCode: exitCodes.failure,
    summary: 'The system does not allow that many open files',
    causes: ['A low limit (ulimit -n), or many programs at once.'],
    remedies: ['Raise the limit with ulimit -n, and run the command again.'],
  },
  PROGRAM_MISSING: {
    exitCode: exitCodes.failure,
    summary: 'A program that gecko calls is not installed',
    causes: ['It is missing, or not in PATH.'],
    remedies: ['Install the program that the message names.'],
  },
} as const satisfies Record<string, Explanation>;
