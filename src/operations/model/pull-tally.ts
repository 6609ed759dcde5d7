import type { PullProgress } from '../../clients/ollama.ts';

interface Layer {
  /** Its digest. */
  id: string;
  done: number;
  total: number;
}

/** What has come of a model, over all of its layers and all tries. */
export interface PullTally {
  /** @returns whether it tells of bytes, or of a layer, that were not there before */
  add(progress: PullProgress): boolean;
  layers(): readonly Layer[];
  /** Bytes of the layers that are known by now. */
  done(): number;
  total(): number;
}

export function pullTally(): PullTally {
  const layers = new Map<string, Layer>();
  let done = 0;
  let total = 0;
  return {
    add({ layer: id, done: now, total: whole }) {
      if (id === null || whole === 0) return false;
      const before = layers.get(id);
      // A further try counts from where the layer is; a lower number is no step back.
      if (before !== undefined && now <= before.done) return false;
      done += now - (before?.done ?? 0);
      total += whole - (before?.total ?? 0);
      layers.set(id, { id, done: now, total: whole });
      return true;
    },
    layers: () => [...layers.values()],
    done: () => done,
    total: () => total,
  };
}
