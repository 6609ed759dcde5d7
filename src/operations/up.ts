import { checkBind } from '../embedded/check-bind.ts';
import { pageAdvice } from '../packaged/page-advice.ts';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { runtimeForUp } from './choose-runtime.ts';
import type { DockerUpInput } from './docker/up.ts';
import { embeddedUp } from './embedded-up.ts';
import { type MoveInput, moveToDocker, moveToEmbedded } from './move.ts';

export interface UpInput extends MoveInput {
  /** An option that was given and means the docker runtime, e.g. `--auto-gpu`; null: none. */
  wantsEngine: string | null;
  /** What else was given that means the docker runtime alone, as it is typed: `--scale`, `rag`. */
  dockerOnly: readonly string[];
  /** For the docker runtime. */
  docker: DockerUpInput;
}

/**
 * Starts the services and waits until they answer; changes nothing where they run as
 * configured, and starts them anew where they run otherwise. Moves the project where another runtime is
 * asked for than the one that has its corpus.
 * @throws GeckoError USAGE, CONFIG_INVALID (exit 2), PORT_TAKEN (22),
 *   RUNTIME_UNSUPPORTED (21) where the embedded runtime is to be exposed, DAEMON_FAILED (1), DAEMON_SILENT (23), and
 *   what dockerUp and a move throw
 */
export async function up(
  { wantsEngine, dockerOnly, docker, carry }: UpInput,
  runtime: Runtime,
): Promise<Report> {
  const { kind, from } = await runtimeForUp(wantsEngine, runtime);
  const advice = pageAdvice(runtime.config.web);
  if (advice !== null) runtime.ui.event({ type: 'warning', text: advice });
  if (kind === 'embedded') {
    checkBind(runtime.config);
    for (const text of withoutMeaning(dockerOnly)) runtime.ui.event({ type: 'note', text });
  }
  if (kind === 'embedded' && docker.dryRun) return embeddedDryRun(from === 'docker', runtime);
  if (from === 'embedded') return moveToDocker({ carry }, docker, runtime);
  if (from === 'docker') return moveToEmbedded({ carry }, runtime);
  if (kind === 'embedded') return embeddedUp(runtime);
  const { dockerUp } = await import('./docker/up.ts');
  return dockerUp(docker, runtime);
}

/** The generator takes the configured model where it is there, and pulls none. */
function withoutMeaning(given: readonly string[]): string[] {
  if (given.length === 0) return [];
  const what = `Only the docker runtime has a use for ${given.join(', ')}: one process serves everything here.`;
  const fitting = 'gecko model recommend tells which model fits.';
  return [given.includes('--auto-model') ? `${what} ${fitting}` : what];
}

/** One process, so there is no plan of steps: what would be done, in a sentence. */
async function embeddedDryRun(moves: boolean, { config, supervisor }: Runtime): Promise<Report> {
  const { project } = config;
  const running = (await supervisor.find()) !== null;
  return {
    json: { project, runtime: 'embedded', dryRun: true, running, moves },
    text: () =>
      moves
        ? `Would move project ${project} out of its containers into the embedded services, with its corpus.`
        : running
          ? `Project ${project} runs (embedded runtime); a changed setting would start it anew.`
          : `Would start the embedded services of project ${project}.`,
  };
}
