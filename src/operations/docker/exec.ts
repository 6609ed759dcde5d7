import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { labelNames } from '../../stack/labels.ts';
import { openProject } from './open-project.ts';
import { servicesNamed } from './service-arguments.ts';

export interface ExecInput {
  service: string;
  command: readonly string[];
  replica: number;
  /** Where there is a terminal, the program gets one. */
  tty: boolean;
  /** It gets standard input even where that is a terminal and the output goes elsewhere. */
  interactive: boolean;
  user: string | undefined;
  workdir: string | undefined;
  /** `NAME=VALUE` */
  env: readonly string[];
}

/**
 * Runs a program in a container of a service, with this process's own streams. @returns its exit code
 * @throws GeckoError USAGE (exit 2), NOTHING_THERE (10), PROGRAM_UNUSABLE (126), PROGRAM_MISSING (127), and the
 *   engine's
 */
export async function dockerExec(input: ExecInput, runtime: Runtime): Promise<number> {
  const { ui, signal } = runtime;
  const [service = ''] = servicesNamed([input.service]);
  const { engine, seen } = await openProject(runtime);
  const running = seen.containers.filter(
    ({ labels, status }) => status === 'running' && labels[labelNames.service] === service,
  );
  const container = running.find(
    ({ labels }) => labels[labelNames.replica] === String(input.replica),
  );
  if (!container) throw notRunning(service, input.replica, running.length);
  const { user, workdir, command } = input;
  const lent = ui.lend({ terminal: input.tty, input: input.interactive });
  try {
    return await engine.exec(container.id, {
      command,
      env: Object.fromEntries(input.env.map(split)),
      ...(user === undefined ? {} : { user }),
      ...(workdir === undefined ? {} : { workdir }),
      ...(lent.terminal ? { terminal: lent.terminal } : {}),
      ...(lent.input ? { stdin: lent.input } : {}),
      onOutput: lent.output,
      signal,
    });
  } finally {
    lent.close();
  }
}

function split(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function notRunning(service: string, replica: number, others: number): GeckoError {
  const which =
    others > 0
      ? `Replica ${replica} of ${service} does not run`
      : `No container of ${service} runs`;
  return new GeckoError('NOTHING_THERE', which, {
    exitCode: exitCodes.nothing,
    hint: 'gecko status shows what does; gecko up starts it.',
  });
}
