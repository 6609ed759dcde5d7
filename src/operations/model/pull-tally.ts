import type { PullProgress } from '../../clients/ollama.ts';

interface Layer {
  /** Its digest. */
  id: string;
  done: number;
  total: number;
}

interface HeardLayer extends Layer {
  /** What was said of it last: Ollama takes back what of a part came before its connection broke. */
  heard: number;
}

/** What has come of a model, over all of its layers and all tries. */
export interface PullTally {
  /** @returns whether something has come since the line before: a byte, or word of a further layer */
  add(progress: PullProgress): boolean;
  /** All of them have come: of what goes on quickly Ollama does not tell the end. */
  complete(): void;
  layers(): readonly Layer[];
  /** Bytes of the layers that are known by now. */
  done(): number;
  total(): number;
}

export function pullTally(): PullTally {
  const layers = new Map<string, HeardLayer>();
  let done = 0;
  let total = 0;
  return {
    add({ layer: id, done: heard, total: whole }) {
      if (id === null || whole === 0) return false;
      const before = layers.get(id);
      // A further try counts from where the layer is; a lower number is no step back.
      const now = Math.max(heard, before?.done ?? 0);
      done += now - (before?.done ?? 0);
      total += whole - (before?.total ?? 0);
      layers.set(id, { id, done: now, total: whole, heard });
      return before === undefined || heard > before.heard;
    },
    complete() {
      for (const layer of layers.values()) layer.done = layer.total;
      done = total;
    },
    layers: () => [...layers.values()],
    done: () => done,
    total: () => total,
  };
}
