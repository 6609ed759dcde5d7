import { lastWords } from '../../engine/execute/last-lines.ts';
import type { Runtime } from '../../runtime.ts';
import { labelNames } from '../../stack/labels.ts';
import { counted } from '../counted.ts';
import type { DockerProject } from '../docker/open-project.ts';

/** Lines of its log that are looked through for the reason. */
const LOG_LINES = 20;
/** Milliseconds in which one that runs for the moment has to have started; longer ones are no loop. */
const RECENT = 60_000;
/** How Rust and Node begin what they end with. */
const reason = /panicked|error/i;

/**
 * Why the stack's Qdrant ends again and again, in its own words; null where it runs, was stopped, or lacks
 * memory. That the volume is the reason is shown only by one that starts on another.
 */
export async function qdrantDamage(
  { engine, seen }: Pick<DockerProject, 'engine' | 'seen'>,
  { clock, signal }: Pick<Runtime, 'clock' | 'signal'>,
): Promise<string | null> {
  const own = seen.containers.find(({ labels }) => labels[labelNames.service] === 'qdrant');
  const details = own ? await engine.container(own.id) : null;
  if (!details || details.restarts === 0 || details.oomKilled) return null;
  const { name, restarts, status, health, startedAt } = details;
  const isShort = startedAt !== null && clock.now() - startedAt < RECENT;
  const isBetween = status === 'running' && health !== 'healthy' && isShort;
  if (status !== 'restarting' && !isBetween) return null;
  const lines = await lastWords(engine, details.id, LOG_LINES, signal);
  const said = lines.findLast((line) => reason.test(line))?.trim() ?? '';
  const ended = `${name} ends whenever it starts, ${counted(restarts, 'time')} so far`;
  return said === '' ? ended : `${ended}: ${said}`;
}
