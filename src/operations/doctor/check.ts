import type { RuntimeKind } from '../choose-runtime.ts';
import type { GpuProof } from '../gpu-proof.ts';
import type { DoctorFacts } from './facts.ts';

/** From the best to the worst. */
export const severities = ['ok', 'note', 'warning', 'problem'] as const;
export type Severity = (typeof severities)[number];

/** What mends a finding. */
export interface Fix {
  /** What it does, as an infinitive without `to`: `create the container anew`. */
  what: string;
  /** The command that a person types; null: there is none, only `apply`. */
  command: string | null;
  /** Does it; absent where only a person can, or may. Throws GeckoError. */
  apply?: () => Promise<void>;
}

export interface Finding {
  /** Of error-codes/: `gecko explain` tells about it. Who finds it stands there, too; good news may have a code of its own. */
  code: string;
  severity: Severity;
  /** What is, in one sentence without its full stop: `Qdrant is stopped`. */
  text: string;
  /** What follows from it for the user; empty where that is plain. */
  consequence?: string;
  /** Lines that show it, free of secrets. */
  evidence?: readonly string[];
  fix?: Fix;
  /**
   * What it is about, where other checks may see the same trouble: `service qdrant`, `weights`. The first
   * of them in the list of checks tells it.
   */
  about?: string;
  /** The check that tells it already, about the same thing; absent: none does. */
  toldBy?: string;
}

/** What a check came to. */
export type CheckResult =
  /** All of it, good news too: at least one. */
  | {
      findings: readonly Finding[];
      /** Where the model was seen to run, for the page. */
      proof?: GpuProof;
    }
  /** It says nothing here, for this reason: `Qdrant is not part of the embedded runtime`. */
  | { skipped: string };

/**
 * One thing that doctor looks at. Checks run side by side, know nothing of each other and change nothing;
 * what several need is in `facts`, asked for once. One that throws is a finding of its own.
 */
export interface Check {
  /** For --only and --skip: `disk`, `gpu`. */
  id: string;
  /** What is looked at, for people: `space on the disk`. */
  title: string;
  /** Where it means something; the other one says that it does not. */
  runtimes: readonly RuntimeKind[];
  /** Milliseconds. */
  deadline: number;
  run(facts: DoctorFacts, signal: AbortSignal): Promise<CheckResult>;
}
