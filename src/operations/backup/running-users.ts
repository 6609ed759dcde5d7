import type { EngineObjects, Snapshot } from '../../engine/engine.ts';
import { volumeUsers } from '../../engine/volume-users.ts';
import { isUp } from '../../plan/is-up.ts';

/** Names of the containers that mount a volume and do not rest: they may write to it at any moment. */
export function runningUsers(
  { containers, foreign }: Pick<Snapshot, 'containers'> & { foreign?: EngineObjects },
  volume: string,
): string[] {
  return volumeUsers([...containers, ...(foreign?.containers ?? [])].filter(isUp), volume);
}
