import type { Obstacle, Profile } from '../stack/profile.ts';
import type { Cause } from './cause.ts';
import type { OllamaLog } from './ollama-log.ts';

/** What could not be asked or measured, and why: `the model was loaded already`. */
export interface Absence {
  absence: string;
}

/** What a look into Ollama's container showed of the card's devices. */
export type ContainerLook =
  | { state: 'open' }
  /** Its device is there and answers no more. */
  | { state: 'lost'; said: string }
  | { state: 'driver'; said: string }
  /** A node that may not be opened. */
  | { state: 'closed'; said: string }
  | { state: 'absent'; said: string };

/** Everything that tells where a model runs; none of it alone decides. */
export interface Signals {
  model: string;
  /** What Ollama's container was made for; `host` for an Ollama outside of the stack. */
  profile: Profile;
  /** `/api/ps`, in bytes; null where the model is not loaded. */
  reported: { bytes: number; deviceBytes: number } | null;
  /** By how many bytes the memory of all cards grew while it was loaded. */
  memory: { grown: number } | Absence;
  /** Tokens a second, and what the memory of the fastest processor could do. */
  speed: { rate: number; fastestOnCpu: number } | Absence;
  log: OllamaLog | Absence;
  look: ContainerLook | Absence;
  /** As many layers as the model itself wants on a card, by its parameter num_gpu; null: all. */
  layersAsked: number | null;
  /** The machine that Ollama runs on has no card that gecko knows. */
  isCardless: boolean;
  /** What host and engine say is in the way of a card. */
  obstacle: (Omit<Obstacle, 'code'> & { cause: Cause }) | null;
}
