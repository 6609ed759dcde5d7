import { useEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import type { Turn } from './conversation.ts';

/** What a screen reader says when an answer ends: once, and not while it is being written. */
export function useAnnouncement(last: Turn | undefined): string {
  const [said, setSaid] = useState('');
  const written = useRef<string | null>(null);
  const { ask } = texts.value;
  const { id, status } = last ?? {};
  // It is about the change of state alone.
  useEffect(() => {
    if (!last) return setSaid('');
    if (last.status === 'streaming') {
      written.current = last.id;
      setSaid('');
    } else if (written.current === last.id) {
      written.current = null;
      setSaid(endOf(last, ask));
    }
  }, [id, status]);
  return said;
}

function endOf({ status, done, citations }: Turn, ask: typeof texts.value.ask): string {
  if (status === 'stopped') return ask.stopped;
  if (status === 'failed') return ask.failedReady;
  return done?.abstained ? ask.noAnswerReady : ask.answerReady(citations.length);
}
