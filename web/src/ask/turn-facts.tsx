import { language, texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';
import type { Turn } from './conversation.ts';

/** Who wrote an answer, on what, and how fast. */
export function TurnFacts({ done }: { done: NonNullable<Turn['done']> }) {
  const { ask } = texts.value;
  const { generator, retrieval, timings, device, backend } = done;
  const number = new Intl.NumberFormat(language.value, { maximumFractionDigits: 1 });
  const seconds = (ms: number) =>
    ms < 1_000 ? ask.milliseconds(ms) : ask.seconds(number.format(ms / 1_000));
  const writer =
    generator.kind === 'extractive'
      ? ask.quotes
      : `${generator.kind}, ${generator.model ?? ask.unknown}`;
  const facts = [
    backend,
    visible(writer),
    device ? ask.devices[device] : null,
    ask.retrieval[retrieval.mode],
    timings.firstTokenMs === null ? null : `${ask.firstToken} ${seconds(timings.firstTokenMs)}`,
    timings.tokensPerSecond ? ask.tokensASecond(number.format(timings.tokensPerSecond)) : null,
    `${ask.total} ${seconds(timings.totalMs)}`,
  ].filter((fact) => fact !== null);
  const why = [generator.reason, retrieval.reason].filter(Boolean).join(' · ');
  return (
    <ul class="facts" aria-label={ask.facts} title={visible(why)}>
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}
