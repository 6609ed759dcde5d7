import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { labelNames } from '../../stack/labels.ts';
import { openProject } from './open-project.ts';
import { servicesNamed } from './service-arguments.ts';

export interface ExecInput {
  service: string;
  command: readonly string[];
  replica: number;
}

/** Runs a program in a container of a service and passes on what it writes. @returns its exit code */
export async function dockerExec(input: ExecInput, runtime: Runtime): Promise<number> {
  const [service] = servicesNamed([input.service]);
  const { engine, seen } = await openProject(runtime);
  const container = seen.containers.find(
    ({ labels, status }) =>
      status === 'running' &&
      labels[labelNames.service] === service &&
      labels[labelNames.replica] === String(input.replica),
  );
  if (!container)
    throw new GeckoError('NOTHING_THERE', `No container of ${service} runs`, {
      exitCode: exitCodes.nothing,
      hint: 'gecko status shows what does; gecko up starts it.',
    });
  const { ui, signal } = runtime;
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  return engine.exec(container.id, {
    command: input.command,
    onOutput(stream, bytes) {
      const text = decoders[stream].decode(bytes, { stream: true });
      ui.stream({ stream, text }, text);
    },
    signal,
  });
}
