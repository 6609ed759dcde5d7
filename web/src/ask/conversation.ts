import type { Backend } from '../api/backend.ts';
import type { Schemas } from '../api/schema.d.ts';

/** Where and how is asked. */
export interface AskSettings {
  backend: Backend;
  /** Null: the backend's own. */
  collection: string | null;
  /** Null: the generator's own. */
  model: string | null;
  filter: Readonly<Record<string, string[]>>;
}

/** One question and what came of it. */
export interface Turn {
  id: string;
  question: string;
  settings: AskSettings;
  /** ISO 8601, UTC. */
  askedAt: string;
  status: 'streaming' | 'done' | 'stopped' | 'failed';
  answer: string;
  /** The passages found; of a finished answer, those it rests on. */
  citations: Schemas['Citation'][];
  analysis: Schemas['Analysis'] | null;
  /** What the backend says at the end; null before, and where it did not come. */
  done: Omit<Schemas['AskResponse'], 'answer' | 'citations' | 'analysis' | 'question'> | null;
  /** Where the corpus does not answer: the passages nearest to the question. Null until they are known. */
  nearest: Schemas['Citation'][] | null;
  error: { code: string; message: string; hint: string | null } | null;
}

export interface Conversation {
  /** Of what is kept and exported. */
  schemaVersion: 1;
  id: string;
  title: string;
  createdAt: string;
  updatedAt: string;
  turns: readonly Turn[];
}
