import type { Runtime } from '../../runtime.ts';
import { labelNames } from '../../stack/labels.ts';
import type { LogsInput } from '../logs.ts';
import { oneLine } from '../one-line.ts';
import { ofServices } from './of-services.ts';
import { openProject } from './open-project.ts';
import { servicesNamed } from './service-arguments.ts';
import { nothingThere } from './verbs.ts';

/** The lines of several containers, as they come, each behind its container's name. */
export async function dockerLogs(input: LogsInput, runtime: Runtime): Promise<void> {
  const { ui, signal, config } = runtime;
  const services = servicesNamed(input.services);
  const { engine, seen } = await openProject(runtime);
  const containers = ofServices(seen.containers, services);
  if (containers.length === 0) throw nothingThere(config.project);
  const width = Math.max(...containers.map(({ name }) => name.length));
  const colours = [ui.style.cyan, ui.style.green, ui.style.yellow, ui.style.bold];
  await Promise.all(
    containers.map(async ({ id, name, labels }, index) => {
      const colour = colours[index % colours.length] ?? ((text: string) => text);
      const lines = engine.logs(id, {
        follow: input.follow,
        tail: input.tail ?? null,
        since: input.since ?? null,
        timestamps: input.timestamps,
        signal,
      });
      for await (const { stream, time, text } of lines) {
        const stamp = time === null ? '' : `${time} `;
        const service = labels[labelNames.service] ?? '';
        ui.stream(
          { service, container: name, stream, time, message: text },
          `${colour(name.padEnd(width))} | ${stamp}${oneLine(text)}\n`,
        );
      }
    }),
  );
}
