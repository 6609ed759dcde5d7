import type { GpuSelection } from './profile.ts';

/** Something that can be picked: by its place, by name, by memory. */
export interface Pickable {
  /** The names that a user may give: index, uuid. */
  names: readonly string[];
  label: string;
  /** Bytes. */
  memory: number;
}

/**
 * The units that a selection means: of a number, those with the most memory, in their own order.
 * @returns or why it cannot be met
 */
export function pickUnits<Unit extends Pickable>(
  units: readonly Unit[],
  selection: GpuSelection,
): { picked: readonly Unit[] } | { reason: string; mend: string } {
  if (selection === 'all') return { picked: units };
  if (typeof selection === 'number') {
    if (selection > units.length) {
      return {
        reason: `${selection} GPUs were asked for, and Ollama can use ${units.length}: ${labels(units)}`,
        mend: `gecko up --gpus ${units.length}`,
      };
    }
    const largest = [...units].sort((a, b) => b.memory - a.memory).slice(0, selection);
    return { picked: units.filter((unit) => largest.includes(unit)) };
  }
  const missing = selection.find((name) => !units.some(({ names }) => names.includes(name)));
  return missing === undefined
    ? { picked: units.filter(({ names }) => selection.some((name) => names.includes(name))) }
    : {
        reason: `Ollama can use no GPU ${missing}, but: ${units.map(({ names, label }) => `${names.join(' or ')} (${label})`).join(', ')}`,
        mend: 'gecko up --gpus 1',
      };
}

function labels(units: readonly Pickable[]): string {
  return units.map(({ label }) => label).join(', ');
}
