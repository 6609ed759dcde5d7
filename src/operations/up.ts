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
  /** For the docker runtime. */
  docker: DockerUpInput;
}

/**
 * Starts the services and waits until they answer; changes nothing where they run as
 * configured, and starts them anew where they run otherwise. Moves the project where another runtime is
 * asked for than the one that has its corpus.
 * @throws GeckoError USAGE, CONFIG_INVALID (exit 2), PORT_TAKEN (22), DAEMON_FAILED (1), DAEMON_SILENT (23), and what
 *   dockerUp and a move throw
 */
export async function up(
  { wantsEngine, docker, carry }: UpInput,
  runtime: Runtime,
): Promise<Report> {
  const { kind, from } = await runtimeForUp(wantsEngine, runtime);
  const advice = pageAdvice(runtime.config.web);
  if (advice !== null) runtime.ui.event({ type: 'warning', text: advice });
  if (kind === 'embedded' && docker.dryRun) return embeddedDryRun(from === 'docker', runtime);
  if (from === 'embedded') return moveToDocker({ carry }, docker, runtime);
  if (from === 'docker') return moveToEmbedded({ carry }, runtime);
  if (kind === 'embedded') {
    // The generator takes the configured model where it is there, and pulls none.
    if (docker.autoModel)
      runtime.ui.event({
        type: 'note',
        text: '--auto-model is for the docker runtime: gecko model recommend tells what fits here.',
      });
    return embeddedUp(runtime);
  }
  const { dockerUp } = await import('./docker/up.ts');
  return dockerUp(docker, runtime);
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
