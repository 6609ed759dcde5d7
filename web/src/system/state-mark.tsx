/** `quiet`: nothing is known now. */
export type Mark = 'good' | 'limited' | 'bad' | 'quiet';

/** A sign beside a word that says the same: also its form tells, not only its colour. */
export function StateMark({ mark }: { mark: Mark }) {
  return <span class="state-mark" data-mark={mark} aria-hidden="true" />;
}
