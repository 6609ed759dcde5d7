import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import type { StatsInput } from './docker/stats.ts';
import { needsDocker } from './needs-docker.ts';

/** What the containers use. @throws what dockerStats throws */
export async function stats(input: StatsInput, runtime: Runtime): Promise<Report | null> {
  await needsDocker('gecko stats', 'Its one process is in gecko status.', runtime);
  const { dockerStats } = await import('./docker/stats.ts');
  return dockerStats(input, runtime);
}
