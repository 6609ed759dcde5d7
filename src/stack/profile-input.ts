import type { EngineInfo } from '../engine/engine.ts';
import type { HostFacts } from '../host/host-facts.ts';
import type { GpuSelection, Profile } from './profile.ts';

/** Two facts, never one: what this machine has, and what the engine can pass on. */
export interface ProfileInput {
  host: HostFacts;
  engine: EngineInfo;
  wanted: {
    profile: Profile | 'auto';
    /** Null: not said. One card is taken then, where there is one; what is said is never passed over. */
    gpus: GpuSelection | null;
    /** The target that AMD GPUs are run as, whatever they are: see amdTarget. */
    amdTarget?: string | null;
  };
  /** Profiles that a trial container showed not to work, with its words or the engine's. */
  failed?: readonly { profile: Profile; said: string }[];
}
