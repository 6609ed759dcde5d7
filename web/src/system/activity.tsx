import type { Schemas } from '../api/schema.d.ts';
import { language, texts } from '../i18n/language.ts';
import { bytesText } from '../text/bytes-text.ts';
import { Part } from './part.tsx';
import { Plot, type Series } from './plot.tsx';
import { secondsText } from './seconds-text.ts';
import type { SeenBoth } from './seen.ts';
import type { Moment } from './watching.ts';

interface Props {
  moments: readonly Moment[];
  seen: SeenBoth;
  /** Of both backends: their memory is one. */
  isOneProcess: boolean;
}

/** Requests, latency and memory as they go, and what has been answered. */
export function Activity({ moments, seen, isOneProcess }: Props) {
  const { activity } = texts.value.system;
  const number = new Intl.NumberFormat(language.value, { maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat(language.value, { maximumFractionDigits: 0 });
  const series = (label: string, value: (moment: Moment) => number | null): Series => ({
    label,
    values: moments.map(value),
  });
  const times = moments.map(({ at }) => at / 1_000);
  const isLive = [seen.rag, seen.qa].some(({ system, error }) => system !== null && error === null);
  return (
    <Part name="activity" title={activity.title} isLive={isLive}>
      <div class="plots">
        <Plot
          title={activity.requests}
          unit={activity.requestsUnit}
          times={times}
          series={[
            series('rag', ({ requests }) => requests.rag),
            series('qa', ({ requests }) => requests.qa),
          ]}
          format={(value) => (value < 100 ? number : whole).format(value)}
          atLeast={4}
        />
        <Plot
          title={activity.latency}
          times={times}
          series={[
            series(activity.median, ({ latency }) => latency.median),
            series(activity.slow, ({ latency }) => latency.slow),
          ]}
          format={(value) => secondsText(value, language.value)}
          atLeast={0.1}
        />
        <Plot
          title={activity.memory}
          times={times}
          series={
            isOneProcess
              ? [series(activity.process, ({ memory }) => memory.rag ?? memory.qa)]
              : [series('rag', ({ memory }) => memory.rag), series('qa', ({ memory }) => memory.qa)]
          }
          format={(value) => bytesText(value, language.value)}
          atLeast={128 * 2 ** 20}
          isBytes
        />
      </div>
      <Totals last={moments.at(-1) ?? null} seen={seen} />
    </Part>
  );
}

function Totals({ last, seen }: { last: Moment | null; seen: SeenBoth }) {
  const { activity, none } = texts.value.system;
  const number = new Intl.NumberFormat(language.value, { maximumFractionDigits: 0 });
  const known = [seen.rag, seen.qa].flatMap(({ system }) => (system ? [system.live.metrics] : []));
  const sum = (of: (metrics: Schemas['LiveMetrics']) => number) =>
    number.format(known.reduce((total, metrics) => total + of(metrics), 0));
  const seconds = (value: number | null | undefined) =>
    value === null || value === undefined ? none : secondsText(value, language.value);
  const facts = [
    [activity.requestsTotal, sum(({ requests }) => requests.total)],
    [activity.inFlight, sum(({ requests }) => requests.inFlight)],
    [activity.errors, sum(({ requests }) => requests.errors)],
    [activity.answersTotal, sum(({ answers }) => answers.total)],
    [activity.firstToken, seconds(last?.answers.firstToken)],
    [activity.whole, seconds(last?.answers.whole)],
    [activity.tokens, last?.tokens == null ? none : number.format(last.tokens)],
  ] as const;
  return (
    <dl class="totals">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
