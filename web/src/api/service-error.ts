/** An error as a backend tells it, or one of the way there: UNREACHABLE, BROKEN_OFF, UNREADABLE. */
export class ServiceError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;

  constructor(code: string, message = '', { hint, status = 0 }: ErrorDetails = {}) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.hint = hint;
    this.status = status;
  }
}

interface ErrorDetails {
  hint?: string | undefined;
  status?: number;
}
