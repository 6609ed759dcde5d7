import type { EngineInfo } from '../engine/engine.ts';

/** SELinux keeps labelled containers from devices, whatever their permissions. */
export function selinuxOptions({ selinux }: Pick<EngineInfo, 'selinux'>): {
  options: readonly string[];
  notes: readonly string[];
} {
  return selinux
    ? {
        options: ['label=disable'],
        notes: [
          "SELinux is on: Ollama's container runs without a label (label=disable), else it may not use the GPU",
        ],
      }
    : { options: [], notes: [] };
}
