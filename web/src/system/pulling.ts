import { type Signal, signal } from '@preact/signals';
import type { pullModel } from './pull-model.ts';

export interface PullProgress {
  /** Ollama's words for what it does. */
  status: string;
  /** Bytes, of all layers that it has told of. */
  done: number;
  total: number;
}

export type Pull =
  | { state: 'none' }
  | { state: 'running'; model: string; progress: PullProgress | null }
  | { state: 'done'; model: string }
  | { state: 'stopped'; model: string }
  | { state: 'failed'; model: string; error: unknown };

/** One pull at a time; it goes on while other views are looked at. */
export interface Pulling {
  readonly pull: Signal<Pull>;
  start(model: string): Promise<void>;
  stop(): void;
}

export function createPulling(pullIn: typeof pullModel): Pulling {
  const pull = signal<Pull>({ state: 'none' });
  let running: AbortController | null = null;
  return {
    pull,
    async start(model) {
      if (running) return;
      const stop = new AbortController();
      running = stop;
      pull.value = { state: 'running', model, progress: null };
      try {
        const layers = new Map<string, { done: number; total: number }>();
        for await (const { status, layer, done, total } of pullIn(model, stop.signal)) {
          if (layer !== null) layers.set(layer, { done, total });
          pull.value = { state: 'running', model, progress: { status, ...sumOf(layers) } };
        }
        pull.value = { state: 'done', model };
      } catch (error) {
        pull.value = stop.signal.aborted
          ? { state: 'stopped', model }
          : { state: 'failed', model, error };
      } finally {
        running = null;
      }
    },
    stop: () => running?.abort(),
  };
}

function sumOf(layers: ReadonlyMap<string, { done: number; total: number }>) {
  const all = [...layers.values()];
  return {
    done: all.reduce((sum, { done }) => sum + done, 0),
    total: all.reduce((sum, { total }) => sum + total, 0),
  };
}
