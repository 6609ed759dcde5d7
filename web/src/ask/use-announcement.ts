import { useEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import type { Turn } from './conversation.ts';

/**
 * What a screen reader says when an answer ends: once, and not while it is being written.
 * @param awaited the turn that is asked again, and of which nothing has come
 */
export function useAnnouncement(turns: readonly Turn[], awaited: string | null): string {
  const [said, setSaid] = useState('');
  const busy = useRef<Turn | null>(null);
  const { ask } = texts.value;
  useEffect(() => {
    const before = busy.current;
    busy.current = turns.find(({ id, status }) => status === 'streaming' || id === awaited) ?? null;
    if (busy.current) return setSaid('');
    const ended = turns.find(({ id }) => id === before?.id);
    if (!before || !ended) return;
    const isBack = before.status !== 'streaming' && before.askedAt === ended.askedAt;
    setSaid(isBack ? (ended.error ? '' : ask.stopped) : endOf(ended, ask));
  }, [turns, awaited, ask]);
  return said;
}

function endOf({ status, done, citations }: Turn, ask: typeof texts.value.ask): string {
  if (status === 'stopped') return ask.stopped;
  // Its error is an alert of its own.
  if (status === 'failed') return '';
  return done?.abstained ? ask.noAnswerReady : ask.answerReady(citations.length);
}
