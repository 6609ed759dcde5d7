import { errorCode } from '../../error-code.ts';

/** An error of the file system in words. */
export function systemReason(error: unknown): string {
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOENT':
      return 'it is gone, or a link that leads nowhere';
    case 'ELOOP':
      return 'a link that leads in a circle';
    case 'ENAMETOOLONG':
      return 'its path is too long';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
