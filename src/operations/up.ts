import type { RunningDaemon } from '../embedded/supervisor.ts';
import type { Runtime } from '../runtime.ts';
import type { Report, Style } from '../ui/ui.ts';
import { ensureServices } from './backend.ts';
import { checkRuntime, dockerUnsupported } from './check-runtime.ts';
import { oneLine } from './one-line.ts';
import { serviceNames } from './service-names.ts';

export interface UpInput {
  /** Options that were given and need the docker runtime, e.g. `--auto-gpu`. */
  dockerOptions: readonly string[];
}

/**
 * Starts the services and waits until they answer; changes nothing where they run as
 * configured, and starts them anew where they run otherwise.
 * @throws GeckoError RUNTIME_UNSUPPORTED (exit 21), PORT_TAKEN (22), DAEMON_FAILED (1), DAEMON_SILENT (23)
 */
export async function up({ dockerOptions }: UpInput, runtime: Runtime): Promise<Report> {
  const [option] = dockerOptions;
  if (option !== undefined) throw dockerUnsupported(option);
  const { config, connect, supervisor, signal } = runtime;
  checkRuntime(runtime);
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
