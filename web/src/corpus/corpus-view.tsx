import { texts } from '../i18n/language.ts';
import { usePageTitle } from '../shell/page-title.ts';
import { Empty } from '../states/empty.tsx';

/** The documents: `/corpus`, and one of them: `/corpus/ID`. */
export default function CorpusView() {
  const { corpus } = texts.value;
  usePageTitle(corpus.title);
  return (
    <div class="view">
      <h1>{corpus.title}</h1>
      <Empty icon="corpus" title={corpus.soon} />
    </div>
  );
}
