import { freeProject } from '../adopt/free-project.ts';
import type { OldStack } from '../adopt/old-stack.ts';
import { propose } from '../adopt/propose.ts';
import { takenOver } from '../adopt/taken-over.ts';
import type { Snapshot } from '../engine/engine.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { readProjectState } from '../state/project-state.ts';
import type { Report } from '../ui/ui.ts';
import { adoptJson } from './adopt/adopt-json.ts';
import { adoptText } from './adopt/adopt-text.ts';
import { collectionsNow } from './adopt/collections-now.ts';
import { findOldStack } from './adopt/find-old-stack.ts';
import { move } from './adopt/move.ts';
import { planMove } from './adopt/plan-move.ts';
import { proposedFile } from './adopt/proposed-file.ts';
import { openProject } from './docker/open-project.ts';

export interface AdoptInput {
  /** Path of a Compose file or its folder, or the name of a Compose project. */
  what: string;
  dryRun: boolean;
  /** Milliseconds in which each container has to become healthy. */
  healthyWithin: number;
}

export interface Adopted {
  report: Report;
  exitCode: number;
}

/**
 * Moves in from an old Compose stack: its settings become gecko.yaml, its containers are stopped, its models
 * copied, its documents read and embedded anew. Its containers and volumes stay as they are; where anything
 * fails it runs again.
 * @throws GeckoError ADOPT_FILE (exit 2), ADOPT_MISSING (10), ADOPT_UNREADABLE (21), VOLUME_IN_USE (22),
 *   RUNTIME_OTHER (22), CONFIRMATION_NEEDED (5), NO_SPACE (24), and what dockerUp throws
 */
export async function adopt(
  { what, dryRun, healthyWithin }: AdoptInput,
  given: Runtime,
): Promise<Adopted> {
  const engine = await (await given.docker()).engine();
  const { foreign } = await engine.snapshot(given.config.project);
  const stack = await findOldStack(what, engine, foreign);
  const { values, notes } = propose(stack);
  const project = projectFor(foreign, given);
  const file = proposedFile({ ...(project === null ? {} : { project }), ...values }, given);
  const runtime = await given.configuredBy(file);
  checkRuntime(runtime);
  const opened = await openProject(runtime);
  const taken = takenOver(stack);
  const plan = await planMove(stack, taken, opened, runtime);
  const shown = {
    ...{ plan, file },
    notes: [...notes, ...backAfterRestart(stack)],
    collections: plan.qdrant && (await collectionsNow(plan.qdrant.data, engine, runtime)),
  };
  const json = adoptJson(shown, runtime.config.project);
  if (dryRun)
    return ok({
      json: { ...json, adopted: false },
      text: (style) => `${adoptText(shown, style)}\n\nNothing was changed.`,
    });
  const question = `${adoptText(shown, runtime.ui.style)}\n\nMove in?`;
  if (!(await runtime.ui.confirm(question, '--yes')))
    return ok({ json: { ...json, adopted: false }, text: () => 'Nothing was changed.' });
  return move(shown, json, healthyWithin, runtime);
}

function ok(report: Report): Adopted {
  return { report, exitCode: exitCodes.ok };
}

/** Another name for the project where something else has the names of its volumes; null: the one it has. */
function projectFor(foreign: Snapshot['foreign'], { config }: Runtime): string | null {
  const origin = config.entries.find(({ key }) => key === 'project')?.origin;
  if (origin?.kind !== 'default') return null;
  const taken = new Set(
    [...foreign.containers, ...foreign.volumes, ...foreign.networks].map(({ name }) => name),
  );
  const free = freeProject(config.project, taken);
  return free === config.project ? null : free;
}

/** The corpus of the embedded runtime would be left behind unseen. */
function checkRuntime({ paths, config }: Runtime): void {
  if (readProjectState(paths.project.state)?.runtime !== 'embedded') return;
  throw new GeckoError(
    'RUNTIME_OTHER',
    `The corpus of project ${config.project} is in the embedded runtime, and an old stack moves into containers`,
    {
      exitCode: exitCodes.conflict,
      hint: 'Nothing was changed. Move it first, with ports of its own (gecko up --runtime docker), or adopt under another name: --project NAME.',
    },
  );
}

/** `unless-stopped` means that, too; `always` does not. */
function backAfterRestart({ services }: OldStack): string[] {
  const back = services.flatMap(({ containers }) =>
    containers.flatMap(({ name, restart }) => (restart === 'always' ? name : [])),
  );
  if (back.length === 0) return [];
  return [
    `The restart policy of ${back.join(', ')} is always: the engine starts them again with itself, and they take the ports. To keep them stopped: docker update --restart unless-stopped ${back.join(' ')}`,
  ];
}
