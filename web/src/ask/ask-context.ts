import type { Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Asking } from './asking.ts';
import type { AskSettings } from './conversation.ts';
import type { Library } from './library.ts';

export interface AskContextValue {
  asking: Asking;
  library: Library;
  /** For the next question. */
  settings: Signal<AskSettings>;
  /** What is written and not asked yet, by conversation; `new` for a new one. */
  drafts: Signal<Readonly<Record<string, string>>>;
}

export const AskContext = createContext<AskContextValue | null>(null);

/** What the parts of the Ask view share. */
export function useAsk(): AskContextValue {
  const value = useContext(AskContext);
  if (!value) throw new Error('AskContext is not provided');
  return value;
}
