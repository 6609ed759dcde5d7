export interface ExecResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end; execa lives behind it. Secrets go by stdin or environment, never argv. */
export interface Exec {
  run(
    file: string,
    args: readonly string[],
    options?: {
      timeoutMs?: number;
      signal?: AbortSignal;
      input?: string;
      env?: Record<string, string>;
    },
  ): Promise<ExecResult>;
}
