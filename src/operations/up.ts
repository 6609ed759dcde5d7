import type { RunningDaemon } from '../embedded/supervisor.ts';
import type { Runtime } from '../runtime.ts';
import type { Report, Style } from '../ui/ui.ts';
import { ensureServices } from './backend.ts';
import { runtimeForUp } from './choose-runtime.ts';
import type { DockerUpInput } from './docker/up.ts';
import { oneLine } from './one-line.ts';
import { serviceNames } from './service-names.ts';

export interface UpInput {
  /** An option that was given and means the docker runtime, e.g. `--auto-gpu`; null: none. */
  wantsEngine: string | null;
  /** For the docker runtime. */
  docker: DockerUpInput;
}

/**
 * Starts the services and waits until they answer; changes nothing where they run as
 * configured, and starts them anew where they run otherwise.
 * @throws GeckoError RUNTIME_OTHER (exit 22), PORT_TAKEN (22), DAEMON_FAILED (1), DAEMON_SILENT (23), and
 *   what dockerUp throws
 */
export async function up({ wantsEngine, docker }: UpInput, runtime: Runtime): Promise<Report> {
  if ((await runtimeForUp(wantsEngine, runtime)) === 'docker') {
    const { dockerUp } = await import('./docker/up.ts');
    return dockerUp(docker, runtime);
  }
  return embeddedUp(runtime);
}

/** `up` of the embedded runtime. */
export async function embeddedUp(runtime: Runtime): Promise<Report> {
  const { config, connect, supervisor, signal } = runtime;
  const { daemon, started } = await ensureServices(runtime, { converge: true });
  const [link, { dependencies }] = await Promise.all([
    supervisor.signInLink(daemon, signal),
    connect(daemon.urls.rag, null).ready(signal),
  ]);
  const lacking = dependencies.filter(({ name, state }) => name !== 'corpus' && state !== 'ok');
  return {
    json: {
      project: config.project,
      runtime: 'embedded',
      started,
      services: serviceNames.map((name) => ({ name, url: daemon.urls[name] })),
      dependencies,
    },
    text: (style) =>
      [
        `Project ${config.project} ${started ? 'runs' : 'was running already'} (embedded runtime).`,
        ...lacking.map(({ name, detail }) => `${style.yellow(name)}: ${oneLine(detail)}`),
        '',
        whereText(daemon, link, style),
      ].join('\n'),
  };
}

/** Where everything is, the sign-in link, and how to stop. */
export function whereText({ urls }: RunningDaemon, link: string, style: Style): string {
  return [
    `  page  ${style.cyan(urls.web)}`,
    `  rag   ${urls.rag}`,
    `  qa    ${urls.qa}`,
    '',
    `Sign a browser in, once and within ten minutes: ${link}`,
    'Stop with: gecko down',
  ].join('\n');
}
