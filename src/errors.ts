/** The exit codes of gecko; documented, scripts rely on them. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  partial: 3,
  problems: 4,
  confirmation: 5,
  nothing: 10,
  locked: 11,
  key: 12,
  engine: 20,
  unsupported: 21,
  conflict: 22,
  timeout: 23,
  space: 24,
  integrity: 25,
  /** Of a program of `gecko exec`, as shells have it. */
  programUnusable: 126,
  programMissing: 127,
  /** SIGHUP: the terminal was closed. */
  hangUp: 129,
  interrupted: 130,
} as const;

export interface GeckoErrorOptions {
  /** The command or key that mends it. */
  hint?: string;
  exitCode: number;
  /** Machine-readable facts, free of secrets. */
  details?: Record<string, unknown>;
  cause?: unknown;
}

/** The one error that reaches users: what happened and why, with a code that `gecko explain` knows. */
export class GeckoError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly exitCode: number;
  readonly details: Record<string, unknown>;

  constructor(code: string, message: string, options: GeckoErrorOptions) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'GeckoError';
    this.code = code;
    this.hint = options.hint;
    this.exitCode = options.exitCode;
    this.details = options.details ?? {};
  }
}
