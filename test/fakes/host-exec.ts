import type { Exec, ExecResult } from '../../src/clients/exec.ts';
import { exitCodes, GeckoError } from '../../src/errors.ts';

/** What a program does when it is called: its end, or none within the deadline. */
export type Program = (args: readonly string[]) => Partial<ExecResult> | 'hangs';

/** Programs of a machine, by name; others are not installed. */
export function hostExec(programs: Readonly<Record<string, Program>>): Exec {
  return {
    async run(file, args) {
      const result = programs[file]?.(args);
      if (result === undefined) {
        throw new GeckoError('PROGRAM_MISSING', `${file} cannot be run`, { exitCode: 1 });
      }
      if (result === 'hangs') {
        throw new GeckoError('DEADLINE', `${file} did not end`, { exitCode: exitCodes.timeout });
      }
      return { exitCode: 0, stdout: '', stderr: '', ...result };
    },
  };
}
