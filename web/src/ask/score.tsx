import { language, texts } from '../i18n/language.ts';

/** How near a passage is to the question. */
export function Score({ score }: { score: number }) {
  const { ask } = texts.value;
  const text = new Intl.NumberFormat(language.value, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(score);
  return (
    <span class="score" title={ask.scoreTip}>
      {ask.score(text)}
    </span>
  );
}
