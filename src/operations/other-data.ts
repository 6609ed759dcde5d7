import { readdirSync } from 'node:fs';
import { GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { labelNames } from '../stack/labels.ts';
import { readProjectState } from '../state/project-state.ts';
import type { Report } from '../ui/ui.ts';
import type { RuntimeKind } from './choose-runtime.ts';

/**
 * The report of a `down --volumes`, with what the other runtime still has of the project, such as after a
 * move: whoever deletes data wants to know what is left of it.
 */
export async function withOtherData(
  report: Report,
  deleted: RuntimeKind,
  runtime: Runtime,
): Promise<Report> {
  const other = deleted === 'docker' ? 'embedded' : 'docker';
  const places = other === 'embedded' ? storeOf(runtime) : await volumesOf(runtime);
  if (places.length === 0) return report;
  const isCurrent = readProjectState(runtime.paths.project.state)?.runtime === other;
  const where = other === 'embedded' ? places.join(', ') : `the volumes ${places.join(', ')}`;
  const words = isCurrent
    ? `The corpus is in the ${other} runtime, and stays: ${where}`
    : `The ${other} runtime has data of this project still, in ${where}; this deletes it: gecko down --volumes --runtime ${other}`;
  return {
    json: { ...report.json, otherData: { runtime: other, places } },
    text: (style) => `${report.text(style)}\n${words}`,
  };
}

function storeOf({ paths }: Runtime): string[] {
  const { store } = paths.project;
  try {
    return readdirSync(store).length > 0 ? [store] : [];
  } catch {
    // There is none, or nobody may look: then `down --runtime embedded` says why.
    return [];
  }
}

/** Those with data; none where no engine answers. */
async function volumesOf({ config, docker, signal }: Runtime): Promise<string[]> {
  try {
    const engine = await (await docker()).engine();
    const { volumes } = await engine.snapshot(config.project);
    return volumes.flatMap(({ name, labels }) =>
      labels[labelNames.content] === 'data' ? [name] : [],
    );
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GeckoError) return [];
    throw error;
  }
}
