import { texts } from '../i18n/language.ts';
import { Command } from '../shell/command.tsx';
import { useDrop } from './use-drop.ts';

/** How this browser may come to change the corpus. */
export function ReadOnly() {
  const { corpus } = texts.value;
  // Otherwise the browser would open what is dropped in place of the page.
  const isOver = useDrop(ignore);
  return (
    <section class="read-only" data-over={isOver} aria-labelledby="read-only-title">
      <h2 id="read-only-title">{corpus.readOnlyTitle}</h2>
      <p class="soft">{corpus.readOnlyText}</p>
      <Command text="gecko open" />
    </section>
  );
}

function ignore(): void {}
