import type { ExecResult } from '../../clients/exec.ts';
import { GeckoError } from '../../errors.ts';
import type { OllamaSite } from './ollama-site.ts';

/** Milliseconds; a driver that hangs never answers. */
const deadline = 10_000;

/**
 * Runs a script in the container, and never throws for what it does: a container without a shell, or a
 * program that hangs, is an answer too. @throws the signal's reason
 */
export async function runInContainer(
  { engine, container }: NonNullable<OllamaSite['inStack']>,
  script: string,
  signal: AbortSignal,
): Promise<ExecResult> {
  const told = { stdout: '', stderr: '' };
  const within = AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
  try {
    const exitCode = await engine.exec(container.id, {
      command: ['sh', '-c', script],
      env: { LC_ALL: 'C' },
      onOutput: (stream, bytes) => {
        told[stream] += bytes.toString();
      },
      signal: within,
    });
    return { exitCode, ...told };
  } catch (error) {
    signal.throwIfAborted();
    const [program] = script.split(' ');
    if (within.aborted)
      return {
        exitCode: 124,
        ...told,
        stderr: `${program} did not answer within ${deadline / 1000} s`,
      };
    if (error instanceof GeckoError) return { exitCode: 126, ...told, stderr: error.message };
    throw error;
  }
}
