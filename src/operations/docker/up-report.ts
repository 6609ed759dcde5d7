import { formatPlan, planJson } from '../../plan/format-plan.ts';
import type { Plan } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import type { ResolvedStack } from '../../stack/stack.ts';
import type { Report } from '../../ui/ui.ts';
import { wrap } from '../../ui/wrap.ts';
import type { ToldProcessor } from '../gpu/proof-after-up.ts';
import { proofJson } from '../gpu/proof-json.ts';
import { publishedUrl } from './door-url.ts';
import { elsewhere } from './elsewhere.ts';
import type { DockerProject } from './open-project.ts';

/** What `up --dry-run` reports. */
export function dryRunReport(first: Plan, plan: Plan, { profile }: ResolvedStack): Report {
  const whole = { ...plan, steps: [...first.steps, ...plan.steps] };
  return {
    json: { runtime: 'docker', profile, dryRun: true, plan: planJson(whole) },
    text: () =>
      whole.steps.length === 0 ? 'Nothing to do: all runs as configured.' : formatPlan(whole),
  };
}

/**
 * What `up` reports.
 * @param changes how many steps changed something
 * @param link signs a browser in; null: none leads there from here
 */
export function upReport(
  { profile, services, notes }: ResolvedStack,
  changes: number,
  {
    engine,
    gpu,
    link,
  }: Pick<DockerProject, 'engine'> & { gpu: ToldProcessor | null; link: string | null },
  { config }: Runtime,
): Report {
  const { project } = config;
  const urls = (['web', 'rag', 'qa', 'qdrant', 'ollama'] as const).flatMap((name) => {
    const url = publishedUrl(config, name);
    return url === null ? [] : [[name === 'web' ? 'page' : name, url] as const];
  });
  return {
    json: {
      project,
      runtime: 'docker',
      profile,
      engine: {
        name: engine.info.name,
        version: engine.info.version,
        address: engine.info.address,
        isLocal: engine.info.isLocal,
      },
      changed: changes > 0,
      services: services.map(({ name, replicas }) => ({ name, replicas })),
      urls: Object.fromEntries(urls),
      engineCalls: engine.calls,
      notes,
      gpu: gpu?.proof ? proofJson(gpu.proof) : null,
    },
    text: (style) =>
      [
        changes === 0
          ? `Project ${project} runs already as configured: nothing to do.`
          : `Project ${project} runs (docker runtime, profile ${profile}).`,
        ...(gpu ? [wrap(`${gpu.text}.`, style.columns)] : []),
        '',
        ...urls.map(
          ([name, url]) => `  ${name.padEnd(7)} ${name === 'page' ? style.cyan(url) : url}`,
        ),
        ...elsewhere(
          urls.map(([, url]) => url),
          engine.info,
        ),
        '',
        link === null
          ? 'Sign a browser in with: gecko open'
          : `Sign a browser in, once and within ten minutes: ${link}`,
        'Stop with: gecko down',
      ].join('\n'),
  };
}
