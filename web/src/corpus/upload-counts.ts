import type { UploadAction, UploadState } from './upload.ts';

/** How many uploads are where. */
export interface UploadCounts {
  total: number;
  /** Not sent yet. */
  waiting: number;
  /** Being checked, sent or read. */
  active: number;
  done: Readonly<Record<UploadAction, number>>;
  failed: number;
  cancelled: number;
}

const none: UploadCounts = {
  ...{ total: 0, waiting: 0, active: 0, failed: 0, cancelled: 0 },
  done: { added: 0, updated: 0, unchanged: 0, renamed: 0 },
};

export function countsOf(states: readonly UploadState[] = []): UploadCounts {
  return states.reduce((counts, state) => moved(counts, null, state), none);
}

/** The same counts where they stay the same, so that progress alone redraws nothing else. */
export function moved(
  counts: UploadCounts,
  from: UploadState | null,
  to: UploadState | null,
): UploadCounts {
  if (placeOf(from) === placeOf(to)) return counts;
  return changed(changed(counts, from, -1), to, 1);
}

function changed(counts: UploadCounts, state: UploadState | null, by: 1 | -1): UploadCounts {
  if (!state) return counts;
  const all = { ...counts, total: counts.total + by };
  if (state.is === 'done')
    return { ...all, done: { ...all.done, [state.action]: all.done[state.action] + by } };
  const place = isActive(state) ? 'active' : state.is;
  return { ...all, [place]: all[place] + by };
}

/** Where it is counted. */
function placeOf(state: UploadState | null): string | null {
  if (state?.is === 'done') return state.action;
  return state && isActive(state) ? 'active' : (state?.is ?? null);
}

function isActive(
  state: UploadState,
): state is Extract<UploadState, { is: 'checking' | 'sending' | 'reading' }> {
  return state.is === 'checking' || state.is === 'sending' || state.is === 'reading';
}
