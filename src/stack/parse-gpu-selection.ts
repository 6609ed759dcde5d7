import type { GpuSelection } from './profile.ts';

/** One card: its index, its uuid, or an AMD GPU's node in /dev/dri. */
const card = /^(\d+|\d+:\d+|(GPU|MIG)-[\w/-]+|renderD\d+)$/;

/**
 * What `--gpus` says: `2` (so many), `all`, or cards: `0,2`, `device=0` (as Docker has it), `GPU-…`.
 * @returns null where it is none of these
 */
export function parseGpuSelection(text: string): GpuSelection | null {
  if (text === 'all') return 'all';
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const names = text.replace(/^device=/, '').split(',');
  return names.every((name) => card.test(name)) ? names : null;
}
