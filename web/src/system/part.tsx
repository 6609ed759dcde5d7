import type { ComponentChildren } from 'preact';
import { language, texts } from '../i18n/language.ts';
import { Command } from '../shell/command.tsx';
import { ageText } from './age-text.ts';
import type { ToldPart } from './told-parts.ts';

interface Props {
  name: string;
  title: string;
  /** Seen now, whatever of it was told. */
  isLive?: boolean;
  /** What gecko told of it; null: nothing. Absent where it tells none of this. */
  told?: ToldPart<unknown> | null;
  children: ComponentChildren;
}

/** A part of the view: what it is and how old, beside what it tells. */
export function Part({ name, title, isLive = false, told, children }: Props) {
  const { system } = texts.value;
  const isLiveNow = isLive || told?.isNow === true;
  const ago = told && !told.isNow ? system.told(ageText(told.age, language.value)) : null;
  const heading = `${name}-title`;
  return (
    <section class="part" id={name} aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{title}</h2>
        <p class="age">
          {isLiveNow && <span class="live-word">{system.live}</span>}
          {isLiveNow && ago && ' · '}
          {ago}
        </p>
        {told?.stale && (
          <div class="stale">
            <p>
              <span class="tag" data-mark="limited">
                {system.stale}
              </span>
            </p>
            <p class="soft">{system.renews}</p>
            <Command text={told.renew} />
          </div>
        )}
      </header>
      <div class="part-body">{children}</div>
    </section>
  );
}
