import type { Schemas } from '../api/schema.d.ts';
import { language, texts } from '../i18n/language.ts';
import { bytesText } from '../text/bytes-text.ts';
import { visible } from '../text/visible.ts';
import { dateText } from './date-text.ts';
import { languageText } from './language-text.ts';
import { typeText } from './type-text.ts';

/** What is known of a document, with its own front matter. */
export function DocumentFacts({ document }: { document: Schemas['Document'] }) {
  const all = texts.value;
  const { corpus } = all;
  const { pageOffsets, metadata } = document;
  const known: (readonly [string, string])[] = [
    [corpus.type, typeText(document.mediaType, all)],
    [corpus.language, languageText(document.language, all)],
    ...(pageOffsets.length > 0
      ? [[corpus.pages, pageOffsets.length.toLocaleString(language.value)] as const]
      : []),
    [corpus.length, corpus.characters(document.chars)],
    [corpus.columns.chunks, document.chunks.toLocaleString(language.value)],
    [corpus.columns.size, bytesText(document.bytes, language.value)],
    [corpus.columns.ingested, dateText(document.ingestedAt, language.value, 'minute')],
    [corpus.collection, document.collection],
    [corpus.source, visible(document.source)],
  ];
  const own = Object.entries(metadata)
    .filter(([name]) => name !== 'title')
    .map(([name, value]) => [visible(name), visible([value].flat().join(', '))] as const);
  return (
    <section aria-labelledby="facts-title">
      <h2 id="facts-title" class="offscreen">
        {corpus.facts}
      </h2>
      <dl class="document-facts">
        {known.map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
        {own.map(([name, value]) => (
          <Fact key={`own ${name}`} name={name} value={value} />
        ))}
        <Fact name={corpus.id} value={document.id} isCode />
        <Fact name={corpus.hash} value={document.contentHash} isCode />
      </dl>
    </section>
  );
}

function Fact({ name, value, isCode }: { name: string; value: string; isCode?: boolean }) {
  return (
    <div class={isCode ? 'fact wide' : 'fact'}>
      <dt>{name}</dt>
      <dd>{isCode ? <code>{value}</code> : value}</dd>
    </div>
  );
}
