import type { Shown } from './adopt-text.ts';
import { allToStop } from './all-to-stop.ts';
import type { OldVolume } from './move-plan.ts';

/** The same for scripts. */
export function adoptJson(
  { plan, file, notes, collections }: Shown,
  project: string,
): Record<string, unknown> {
  const { stack, qdrant, ollama } = plan;
  const stop = allToStop(plan);
  const { path, shown: text, before, kept } = file;
  return {
    project,
    compose: { project: stack.project, file: stack.file },
    config: { path, text, isNew: before === null, kept },
    stopped: stop.map(({ name }) => name),
    copied: [...volumeJson(qdrant, 'documents'), ...volumeJson(ollama, 'models')],
    collections,
    notes,
  };
}

function volumeJson(volume: OldVolume | null, holds: string) {
  if (volume === null) return [];
  const { data, size } = volume;
  return [{ name: data.mount.source, type: data.mount.type, holds, bytes: size }];
}
