import { describeError } from '../i18n/describe-error.ts';
import { language, texts } from '../i18n/language.ts';
import { ageText } from './age-text.ts';
import { Command } from './command.tsx';
import type { SeenBoth } from './seen.ts';
import { StateMark } from './state-mark.tsx';
import { ToldText } from './told-text.tsx';
import type { Trouble } from './troubles.ts';

interface Props {
  trouble: Trouble;
  seen: SeenBoth;
  now: number;
  /** Its title stands above already. */
  isFirst?: boolean;
}

/** What follows from a trouble, what a backend says of it, and what mends it. */
export function TroubleText({ trouble, seen, now, isFirst = false }: Props) {
  const { system } = texts.value;
  const { about, service, level, detail, seenBy, error, commands } = trouble;
  const isLacking = level === 'lacking';
  const [first, second] = commands;
  const silentSince =
    about === 'both'
      ? seen.rag.silentSince
      : about === 'rag' || about === 'qa'
        ? seen[about].silentSince
        : null;
  const lacks =
    about === 'store' || about === 'corpus' || about === 'generator' || about === 'embedder'
      ? system.lacks[about]
      : '';
  return (
    <div class="trouble">
      {!isFirst && (
        <p class="trouble-title">
          <StateMark mark={isLacking ? 'limited' : 'bad'} />
          <strong>{isLacking ? lacks : system.state[service ?? about]}</strong>
        </p>
      )}
      {!isLacking && <p>{system.follows[about]}</p>}
      {silentSince !== null && (
        <p class="soft">
          {describeError(error, texts.value).message}{' '}
          {system.since(ageText((now - silentSince) / 1_000, language.value))}
        </p>
      )}
      {detail !== '' && (
        <p class="soft">
          <ToldText text={detail} /> ({system.seenBy(seenBy.join(` ${system.and} `))})
        </p>
      )}
      {!isLacking && first && (
        <div class="mends">
          <p>{first === 'gecko doctor' ? system.looks : system.mends}</p>
          <Command text={first} />
          {second && (
            <>
              <p class="soft">{system.mendsAlso}</p>
              <Command text={second} />
            </>
          )}
        </div>
      )}
    </div>
  );
}
