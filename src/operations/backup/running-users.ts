import type { EngineObjects, Snapshot } from '../../engine/engine.ts';
import { volumeUsers } from '../../engine/volume-users.ts';

/** Names of the containers that mount a volume and do not rest: they may write to it at any moment. */
export function runningUsers(
  { containers, foreign }: Pick<Snapshot, 'containers'> & { foreign?: EngineObjects },
  volume: string,
): string[] {
  const awake = [...containers, ...(foreign?.containers ?? [])].filter(({ status }) =>
    ['running', 'paused', 'restarting'].includes(status),
  );
  return volumeUsers(awake, volume);
}
