import { errorCodes, exitCodeOf } from './error-codes.ts';
import { exitCodes, GeckoError } from './errors.ts';

export interface ErrorContext {
  /** Exit code of the signal that ended the command; null where none did. */
  interrupted: number | null;
  /** Writes a report about a defect; the file's path, or null where it could not be written. */
  report(error: unknown): string | null;
}

/** Any thrown value as the one error that users see. */
export function toGeckoError(thrown: unknown, context: ErrorContext): GeckoError {
  if (context.interrupted !== null) return interrupted(context.interrupted, thrown);
  if (thrown instanceof GeckoError) return thrown;
  const { name, code, message, hint } = facts(thrown);
  if (name === 'ExitPromptError' || name === 'AbortPromptError' || name === 'AbortError')
    return interrupted(exitCodes.interrupted, thrown);
  // A ServiceError by its shape: its class belongs to the services.
  if (name === 'ServiceError' && Object.hasOwn(errorCodes, code) && code !== 'INTERNAL')
    return new GeckoError(code, message, {
      exitCode: exitCodeOf(code),
      ...(hint === '' ? {} : { hint }),
      cause: thrown,
    });
  return fromSystem(thrown) ?? defect(thrown, message, context);
}

function interrupted(exitCode: number, cause: unknown): GeckoError {
  return new GeckoError('INTERRUPTED', 'Interrupted', { exitCode, cause });
}

/** What an error has, of whatever kind it is. */
function facts(thrown: unknown) {
  const error =
    typeof thrown === 'object' && thrown !== null ? thrown : { message: String(thrown) };
  const text = (name: string) => {
    const value: unknown = name in error ? (error as Record<string, unknown>)[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
  return {
    name: text('name'),
    code: text('code'),
    message: text('message'),
    hint: text('hint'),
    path: text('path'),
    syscall: text('syscall'),
  };
}

/** Errors of the system that a user can mend; null for others. */
export function fromSystem(thrown: unknown): GeckoError | null {
  const { code, message, path, syscall } = facts(thrown);
  const cause = thrown;
  const at = path === '' ? message : path;
  if (syscall === 'uv_cwd' && code === 'ENOENT')
    return new GeckoError(
      'FOLDER_GONE',
      'The folder in which gecko was called is not there any more',
      {
        exitCode: exitCodes.usage,
        hint: 'Go to another one, or back into one of the same name: cd "$PWD".',
        cause,
      },
    );
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new GeckoError('NO_SPACE', `No space left on the disk: ${at}`, {
        exitCode: exitCodes.space,
        hint: 'Free some space and run the command again.',
        cause,
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new GeckoError('PERMISSION', `The system does not allow the access: ${at}`, {
        exitCode: exitCodes.failure,
        hint: 'Look at its owner and permissions, or choose another place.',
        cause,
      });
    case 'ENOTDIR':
    case 'EISDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG':
      return new GeckoError('PATH_UNUSABLE', `A path cannot be used (${code}): ${at}`, {
        exitCode: exitCodes.failure,
        hint: 'A part of it is a file, a link that leads nowhere or in a circle, or too long. GECKO_HOME chooses another folder.',
        cause,
      });
    case 'EMFILE':
    case 'ENFILE':
      return new GeckoError('TOO_MANY_FILES', 'Too many open files', {
        exitCode: exitCodes.failure,
        hint: 'Raise the limit with `ulimit -n`.',
        cause,
      });
    default:
      return null;
  }
}

function defect(thrown: unknown, message: string, context: ErrorContext): GeckoError {
  const report = context.report(thrown);
  return new GeckoError('INTERNAL', `A defect of gecko: ${message || 'unknown error'}`, {
    exitCode: exitCodes.failure,
    hint:
      report === null
        ? 'Run it again with --verbose to see where.'
        : `A report without secrets is in ${report}.`,
    cause: thrown,
  });
}
