import type { Schemas } from '../api/schema.d.ts';

type System = Schemas['System'];
type Ollama = NonNullable<System['live']['ollama']>;
type Reported = NonNullable<System['report']['models']>['value'];

export interface ModelRow {
  name: string;
  /** Bytes on disk. */
  size: number;
  parameters: string | null;
  quantisation: string | null;
  isChosen: boolean;
  /** Null: not in memory now, or not known. */
  loaded: {
    device: Ollama['loaded'][number]['device'];
    /** Of it on a graphics card, 0 to 1. */
    gpuShare: number;
  } | null;
  fit: Reported['models'][number]['fit'];
  /** The fit in gecko's words. */
  detail: string;
}

/** The models that are installed, as Ollama tells it now, else as gecko told it; what is loaded comes first. */
export function modelRows(ollama: Ollama | null, reported: Reported | null): ModelRow[] {
  const told = reported?.models ?? [];
  const installed = ollama?.installed ?? told;
  return installed
    .map(({ name, size, parameters, quantisation }): ModelRow => {
      const loaded = ollama?.loaded.find((one) => one.name === name);
      const fitted = told.find((one) => one.name === name);
      return {
        ...{ name, size, parameters, quantisation },
        isChosen: isSame(name, reported?.chosen ?? null),
        loaded: loaded
          ? { device: loaded.device, gpuShare: loaded.size > 0 ? loaded.sizeGpu / loaded.size : 0 }
          : null,
        fit: fitted?.fit ?? null,
        detail: fitted?.detail ?? '',
      };
    })
    .toSorted((a, b) => rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : 1));
}

/** Without a tag, Ollama takes `latest`. */
function isSame(name: string, chosen: string | null): boolean {
  return chosen !== null && (name === chosen || name === `${chosen}:latest`);
}

function rankOf({ loaded, isChosen }: ModelRow): number {
  return loaded ? 0 : isChosen ? 1 : 2;
}
