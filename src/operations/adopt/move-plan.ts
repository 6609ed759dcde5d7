import type { OldData } from '../../adopt/data-of.ts';
import type { OldContainer, OldStack } from '../../adopt/old-stack.ts';

/** What is done to move from an old stack into gecko's. */
export interface MovePlan {
  stack: OldStack;
  /** They run; first those that ask the others, then those with the data. */
  stop: Readonly<Record<'asking' | 'keeping', readonly OldContainer[]>>;
  /** Ports that they give free. */
  ports: readonly number[];
  qdrant: OldVolume | null;
  ollama: OldVolume | null;
}

/** Data that is copied. */
export interface OldVolume {
  data: OldData;
  /** Bytes; null: nobody knows. */
  size: number | null;
}
