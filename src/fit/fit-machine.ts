/** Where a model is to run. */
export interface FitMachine {
  /** The cards that Ollama gets, all of them together; null: none. */
  gpu: {
    name: string;
    /** Bytes that are free in them. */
    memory: number;
    /** Bytes a second; null where nobody knows the card. */
    bandwidth: number | null;
  } | null;
  /** Bytes that Ollama can have of the main memory. */
  memory: number;
  /** Bytes a second of the main memory; null where nobody knows. */
  bandwidth: number | null;
}
