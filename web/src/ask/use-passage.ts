import { useCallback, useEffect, useRef } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import type { Schemas } from '../api/schema.d.ts';
import type { Turn } from './conversation.ts';
import { addressOf, fromQuery, type PassageAddress, toQuery } from './passage-address.ts';

interface OpenPassage {
  /** Null: none is open. */
  address: PassageAddress | null;
  onOpen(passage: Schemas['Citation'], turn: Turn): void;
  onClose(): void;
}

/**
 * The passage that the address names. Each that is opened is a step of the browser's history, and closing
 * takes these steps back; a page that was entered at a passage has none before it.
 */
export function usePassage(): OpenPassage {
  const [path, navigate] = useLocation();
  const query = useSearch();
  /** Where the focus goes back to. */
  const opener = useRef<Element | null>(null);
  /** Going back takes a moment, in which Esc may come again. */
  const isClosing = useRef(false);
  useEffect(() => {
    isClosing.current = false;
  }, [query]);
  const onOpen = useCallback(
    (passage: Schemas['Citation'], turn: Turn) => {
      opener.current = document.activeElement;
      const address = toQuery(addressOf(passage, turn.settings.collection));
      const steps = stepsOf(history.state);
      const isEntered = steps === 0 && fromQuery(location.search) !== null;
      const options = isEntered ? { replace: true } : { state: { passages: steps + 1 } };
      navigate(`${location.pathname}?${address}`, options);
    },
    [navigate],
  );
  const onClose = useCallback(() => {
    if (isClosing.current) return;
    const steps = stepsOf(history.state);
    if (steps === 0) navigate(path, { replace: true });
    else {
      isClosing.current = true;
      history.go(-steps);
    }
    if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
  }, [navigate, path]);
  return { address: fromQuery(query), onOpen, onClose };
}

/** How many steps before this one no passage was open; 0 where this page did not open it. */
function stepsOf(state: unknown): number {
  const { passages } = (state ?? {}) as { passages?: unknown };
  return typeof passages === 'number' ? passages : 0;
}
