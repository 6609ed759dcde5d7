import type { Profile } from '../stack/profile.ts';
import type { ResolvedService, ResolvedStack } from '../stack/stack.ts';
import type { CarriedFile } from './export-file.ts';

/** Hardware profiles that run in containers: another machine has one of them. */
export type ExportedProfile = Exclude<Profile, 'host'>;

/** Everything that an export is made of; a target looks at nothing else. */
export interface ExportInput {
  /** Under the profile `cpu`. */
  stack: ResolvedStack;
  /** The service `ollama` under each profile; empty where Ollama is no container of the stack. */
  ollama: readonly { profile: ExportedProfile; service: ResolvedService }[];
  /** What the image of gecko's backends is built from, with its Dockerfile. */
  context: readonly CarriedFile[];
  /** Where that image stands on, where the configuration says so. */
  base: string;
  /** Users' own backends that are built, by service. */
  own: Readonly<Partial<Record<'rag' | 'qa', readonly CarriedFile[]>>>;
  /** The embedding weights; empty where they do not come with the export. */
  weights: readonly CarriedFile[];
  /** Texts that only the owner of the export may read. */
  secrets: readonly string[];
}

/** A target: one pure function. */
export type ExportTarget = (input: ExportInput) => import('./export-file.ts').Exported;
