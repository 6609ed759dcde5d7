import type { Runtime } from '../runtime.ts';
import { ensureProjectState, recordRuntime } from '../state/project-state.ts';
import type { Report } from '../ui/ui.ts';
import type { RuntimeKind } from './choose-runtime.ts';
import type { DockerUpInput } from './docker/up.ts';
import { embeddedUp } from './embedded-up.ts';
import { withMoveMark } from './unfinished-move.ts';

/** How a project moves to the other runtime. */
export interface MoveInput {
  /** Its corpus comes along; else it begins with an empty one. */
  carry: boolean;
}

/**
 * Moves an embedded project into containers: images and hardware first, while it still answers; then it
 * ends, the containers take its ports, and its corpus is carried over. Where any of that fails it answers
 * again. Its own data stays.
 * @throws GeckoError CONFIRMATION_NEEDED (exit 5), and what dockerUp and either store throw
 */
export async function moveToDocker(
  { carry }: MoveInput,
  input: DockerUpInput,
  runtime: Runtime,
): Promise<Report> {
  const { supervisor, signal } = runtime;
  if (!input.dryRun && !(await isWanted('docker', carry, runtime))) return unchanged(runtime);
  const [{ dockerUp }, { carryCorpus }] = await Promise.all([
    import('./docker/up.ts'),
    import('./docker/carry.ts'),
  ]);
  const daemon = await supervisor.find();
  const report = await dockerUp(input, runtime, {
    ports: daemon === null ? [] : Object.values(daemon.record.ports),
    replacedBy: (work) => supervisor.replacedBy(() => withMoveMark(runtime, work), signal),
    async carry(project) {
      if (carry) await carryCorpus('docker', project, runtime);
    },
  });
  return input.dryRun ? report : withOldData('embedded', report);
}

/**
 * Moves a project out of its containers: its backends stop, so that nobody writes, its corpus is carried
 * over, and the embedded services take the ports. Where any of that fails the containers run again. They
 * stay, stopped, and so do their volumes.
 * @throws GeckoError CONFIRMATION_NEEDED (exit 5), NOTHING_THERE (10), and the engine's and either store's
 */
export async function moveToEmbedded({ carry }: MoveInput, runtime: Runtime): Promise<Report> {
  if (!(await isWanted('embedded', carry, runtime))) return unchanged(runtime);
  const { leaveContainers } = await import('./docker/leave-containers.ts');
  const { paths, version, clock } = runtime;
  const record = async (kind: RuntimeKind) => {
    const state = ensureProjectState(paths.project.state, version, clock.now());
    await recordRuntime(paths.project.state, state, kind);
  };
  const report = await leaveContainers({ carry }, runtime, async () => {
    await record('embedded');
    try {
      return await embeddedUp(runtime);
    } catch (error) {
      await record('docker');
      throw error;
    }
  });
  return withOldData('docker', report);
}

async function isWanted(to: RuntimeKind, carry: boolean, { config, ui }: Runtime) {
  // Whoever says --no-carry has decided already.
  if (!carry) return true;
  const [what, where] =
    to === 'docker' ? ['embedded services', 'containers'] : ['containers', 'embedded services'];
  const question = `Move project ${config.project} from its ${what} to ${where}? Its corpus is carried over; the old data stays.`;
  return ui.confirm(question, '--yes or --no-carry');
}

function unchanged({ config }: Runtime): Report {
  return {
    json: { project: config.project, moved: false },
    text: () => 'Nothing was changed.',
  };
}

function withOldData(from: RuntimeKind, { json, text }: Report): Report {
  const removal = `gecko down --volumes --runtime ${from}`;
  return {
    json: { ...json, moved: true, movedFrom: from },
    text: (style) => `${text(style)}\n\nThe data of before stays; this deletes it: ${removal}`,
  };
}
