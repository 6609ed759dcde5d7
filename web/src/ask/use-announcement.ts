import { useEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import type { Turn } from './conversation.ts';

/** What a screen reader says when an answer ends: once, and not while it is being written. */
export function useAnnouncement(turns: readonly Turn[]): string {
  const [said, setSaid] = useState('');
  const written = useRef<string | null>(null);
  const { ask } = texts.value;
  useEffect(() => {
    const streaming = turns.find(({ status }) => status === 'streaming');
    if (streaming) {
      written.current = streaming.id;
      setSaid('');
      return;
    }
    const ended = turns.find(({ id }) => id === written.current);
    written.current = null;
    if (ended) setSaid(endOf(ended, ask));
  }, [turns, ask]);
  return said;
}

function endOf({ status, done, citations }: Turn, ask: typeof texts.value.ask): string {
  if (status === 'stopped') return ask.stopped;
  // Its error is an alert of its own.
  if (status === 'failed') return '';
  return done?.abstained ? ask.noAnswerReady : ask.answerReady(citations.length);
}
