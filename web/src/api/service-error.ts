/** An error as a backend tells it, or one of the way there: UNREACHABLE, BROKEN_OFF, UNREADABLE. */
export class ServiceError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** Bytes that the backend takes, where it was sent more. */
  readonly limit: number | undefined;

  constructor(code: string, message = '', { hint, limit, status = 0 }: ErrorDetails = {}) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.hint = hint;
    this.status = status;
    this.limit = limit;
  }
}

interface ErrorDetails {
  hint?: string | undefined;
  status?: number;
  limit?: number | undefined;
}
