import type { ReportValues } from '@gecko/core/contract/system-report';
import type { Conclusion } from '../proof/conclude-processor.ts';
import { clipped } from './clipped.ts';

export interface SeenProof extends Pick<Conclusion, 'processor' | 'code' | 'text' | 'evidence'> {
  model: string;
  /** Tokens a second; null where it was not measured. */
  rate: number | null;
}

/** Where the model was seen to run, for the page. @param now milliseconds since the epoch */
export function proofPart(
  { processor, code, text, evidence, model, rate }: SeenProof,
  now: number,
): NonNullable<ReportValues['hardware']['proof']> {
  return {
    at: new Date(now).toISOString(),
    processor: processor === 'unproven' ? null : processor,
    code,
    text: clipped(text, 2_000),
    model: clipped(model, 300),
    tokensPerSecond: rate === null ? null : Math.round(rate * 10) / 10,
    evidence: evidence.slice(0, 50).map((line) => clipped(line, 2_000)),
  };
}
