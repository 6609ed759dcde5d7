import { texts } from '../i18n/language.ts';

/** Bars where text will be, of about its size, so that nothing moves when it comes. */
export function Loading({ lines = 3 }: { lines?: number }) {
  return (
    <div class="loading" role="status">
      <span class="offscreen">{texts.value.shell.loading}</span>
      {Array.from({ length: lines }, (_, i) => (
        // The bars are alike.
        <span key={i} class="bar-of-text" />
      ))}
    </div>
  );
}
