import { language, texts } from '../i18n/language.ts';
import { Command } from '../shell/command.tsx';
import { ageText } from './age-text.ts';
import type { SeenBoth } from './seen.ts';
import { type Mark, StateMark } from './state-mark.tsx';
import { toldTroubles } from './told-troubles.ts';
import { TroubleText } from './trouble-text.tsx';
import type { Trouble } from './troubles.ts';

interface Props {
  seen: SeenBoth;
  now: number;
  troubles: readonly Trouble[];
}

/** How it stands, in words; what is wrong, the worst first, and what mends it. */
export function Verdict({ seen, now, troubles }: Props) {
  const { system } = texts.value;
  const [worst, ...others] = troubles;
  const told = toldTroubles(seen, now);
  const known = seen.rag.system ?? seen.qa.system;
  const ago = (seconds: number) => ageText(seconds, language.value);
  // Of one that has not answered yet it is not known whether it will.
  const isLooking =
    !worst && [seen.rag, seen.qa].some(({ system, error }) => system === null && error === null);
  const isLacking = worst?.level === 'lacking';
  const mark: Mark = isLooking ? 'quiet' : !worst ? 'good' : isLacking ? 'limited' : 'bad';
  const headline = isLooking
    ? system.looking
    : !worst
      ? system.state.ok
      : isLacking
        ? system.state.lacking
        : system.state[worst.service ?? worst.about];
  return (
    <header class="verdict" data-mark={mark}>
      <div class="eyebrow">
        <h1>{system.title}</h1>
        <p class="soft">
          {known ? `${known.project}, ${system.runtimes[known.runtime]}` : '\u00a0'}
        </p>
      </div>
      {/* Read aloud when it changes: it has no figures that move. */}
      <p class="headline" role="status">
        <StateMark mark={mark} />
        <span>{headline}</span>
      </p>
      {worst && !isLacking && <TroubleText trouble={worst} seen={seen} isFirst />}
      {(isLacking ? troubles : others).length > 0 && (
        <ul class="troubles">
          {(isLacking ? troubles : others).map((trouble) => (
            <li key={trouble.about}>
              <TroubleText trouble={trouble} seen={seen} />
            </li>
          ))}
        </ul>
      )}
      {isLacking && (
        <div class="mends">
          <p>{system.looks}</p>
          <Command text="gecko doctor" />
        </div>
      )}
      {told.length > 0 && (
        <ul class="told-troubles">
          {told.map(({ kind, count, age, part }) => (
            <li key={kind}>
              <StateMark mark="limited" />
              <span>
                {kind === 'problems'
                  ? system.toldProblems(count, ago(age))
                  : kind === 'backup'
                    ? system.toldBackup(ago(age))
                    : system.toldOverdue(ago(age))}
                . <a href={`#${part}`}>{system.toDetails}</a>
              </span>
            </li>
          ))}
        </ul>
      )}
    </header>
  );
}
