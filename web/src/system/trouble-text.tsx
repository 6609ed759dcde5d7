import { ServiceError } from '../api/service-error.ts';
import { describeError } from '../i18n/describe-error.ts';
import { texts } from '../i18n/language.ts';
import { locale } from '../i18n/locale.ts';
import { Command } from '../shell/command.tsx';
import type { SeenBoth } from './seen.ts';
import { StateMark } from './state-mark.tsx';
import { ToldText } from './told-text.tsx';
import type { Trouble } from './troubles.ts';

interface Props {
  trouble: Trouble;
  seen: SeenBoth;
  /** Its title stands above already. */
  isFirst?: boolean;
}

/** What follows from a trouble, what a backend says of it, and what mends it. */
export function TroubleText({ trouble, seen, isFirst = false }: Props) {
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
  // That it is silent is what the title says.
  const isSilent = error instanceof ServiceError && error.code === 'UNREACHABLE';
  const told = error === null || isSilent ? null : describeError(error, texts.value);
  return (
    <div class="trouble">
      {!isFirst && (
        <p class="trouble-title">
          <StateMark mark={isLacking ? 'limited' : 'bad'} />
          <strong>{isLacking ? lacks : system.state[service ?? about]}</strong>
        </p>
      )}
      {!isLacking && <p>{system.follows[about]}</p>}
      {silentSince !== null && <p class="soft">{system.since(clock(silentSince))}</p>}
      {told && <p class="soft">{told.message}</p>}
      {detail !== '' && (
        <p class="soft">
          <ToldText text={detail} /> ({system.seenBy(seenBy.join(` ${system.and} `))})
        </p>
      )}
      {!isLacking && first && (
        <div class="mends">
          <p>{first === 'gecko doctor' ? system.looks : system.mends}</p>
          <Command text={first} />
          {isFirst && second && (
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

function clock(at: number): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: 'medium' }).format(new Date(at));
}
