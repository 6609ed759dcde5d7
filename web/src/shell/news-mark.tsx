import { texts } from '../i18n/language.ts';
import { corpusNews } from './corpus-news.ts';

/** What goes on in the corpus, at its place in the navigation: over the link, so that nothing moves. */
export function NewsMark() {
  const news = corpusNews.value;
  if (!news) return null;
  const { shell } = texts.value;
  const { done, total, failed, isHalted } = news;
  const isOver = done === total;
  const facts = [
    shell.news.sent(done, total),
    ...(failed > 0 ? [shell.news.failed(failed)] : []),
    ...(isHalted ? [shell.news.halted] : []),
  ];
  return (
    <>
      <span class="news" data-bad={failed > 0 || isHalted} aria-hidden="true">
        {isOver && failed > 0 ? shell.news.failed(failed) : shell.news.part(done, total)}
      </span>
      <span class="offscreen"> ({facts.join(', ')})</span>
    </>
  );
}
