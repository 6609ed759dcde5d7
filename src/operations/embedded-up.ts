import type { RunningDaemon } from '../embedded/supervisor.ts';
import type { Runtime } from '../runtime.ts';
import type { Report, Style } from '../ui/ui.ts';
import { ensureServices } from './backend.ts';
import { warmModel } from './model/warm-model.ts';
import { oneLine } from './one-line.ts';
import { serviceNames } from './service-names.ts';

/** `up` of the embedded runtime. */
export async function embeddedUp(runtime: Runtime): Promise<Report> {
  const { config, connect, supervisor, signal } = runtime;
  const { daemon, started } = await ensureServices(runtime, { converge: true });
  const [link, { dependencies }] = await Promise.all([
    supervisor.signInLink(daemon, signal),
    connect(daemon.urls.rag, null).ready(signal),
    warmModel(runtime),
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
