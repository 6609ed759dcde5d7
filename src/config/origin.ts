/** Where a value came from. Lines and columns count from 1. */
export type Origin =
  | { kind: 'flag'; flag: string }
  | { kind: 'environment'; name: string }
  | { kind: 'dotenv'; file: string; line: number; name: string }
  | { kind: 'file'; file: string; line: number; column: number }
  /** Remembered for the project: `gecko up --auto-model` chose it. */
  | { kind: 'chosen' }
  | { kind: 'default' };

/** One key with its value as it was written, and its origin. */
export interface ConfigEntry {
  /** `ports.rag` */
  key: string;
  value: unknown;
  secret: boolean;
  origin: Origin;
}

/** `gecko.yaml:3:10`, `GECKO_PORTS_RAG in the environment`, `--project`, `default`. */
export function formatOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'flag':
      return origin.flag;
    case 'environment':
      return `${origin.name} in the environment`;
    case 'dotenv':
      return `${origin.name} in ${origin.file}:${origin.line}`;
    case 'file':
      return `${origin.file}:${origin.line}:${origin.column}`;
    case 'chosen':
      return 'gecko up --auto-model';
    case 'default':
      return 'default';
  }
}
