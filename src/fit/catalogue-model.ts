import type { ModelShape } from './model-shape.ts';

/** A model of Ollama's library, as far as it has to be known before it is there. */
export interface CatalogueModel {
  name: string;
  /** What a pull fetches. */
  bytes: number;
  /** As Ollama words it: `8.0B`. */
  parameters: string;
  quantisation: string;
  shape: ModelShape;
  licence: string;
  /** What it is for, in a few words. */
  summary: string;
}
