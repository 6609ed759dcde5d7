import { useContext, useMemo } from 'preact/hooks';
import type { Schemas } from '../api/schema.d.ts';
import { texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';
import { CorpusContext } from './corpus-context.ts';
import { languageText } from './language-text.ts';
import { type Column, columns, type ListChoice } from './list-choice.ts';
import { typeText } from './type-text.ts';

interface Props {
  documents: readonly Schemas['Document'][];
  /** Cards have no column heads to sort by. */
  hasSort: boolean;
}

/** Search, filters and, where there is no table, the order. */
export function ListTools({ documents, hasSort }: Props) {
  const { choice } = useContext(CorpusContext);
  const { corpus } = texts.value;
  const all = texts.value;
  const values = useMemo(() => valuesOf(documents), [documents]);
  const { value } = choice;
  const change = (part: Partial<ListChoice>) => {
    choice.value = { ...choice.value, ...part };
    // A list that became short may end above what is in sight.
    if (scrollY > document.body.scrollHeight - innerHeight) scrollTo(0, 0);
  };
  return (
    <search class="list-tools">
      <input
        class="field search"
        type="search"
        aria-label={corpus.search}
        placeholder={corpus.search}
        value={value.search}
        onInput={({ currentTarget }) => change({ search: currentTarget.value })}
      />
      <Filter
        of="source"
        values={values.source.map((source) => [source, visible(source)])}
        onChoose={(source) => change({ source })}
      />
      <Filter
        of="type"
        values={values.type.map((type) => [type, typeText(type, all)])}
        onChoose={(type) => change({ type })}
      />
      <Filter
        of="language"
        values={values.language.map((one) => [one ?? 'none', languageText(one, all)])}
        onChoose={(language) => change({ language })}
      />
      {hasSort && (
        <span class="order">
          <select
            class="field"
            aria-label={corpus.sortBy}
            value={value.column}
            onChange={({ currentTarget }) => change({ column: currentTarget.value as Column })}
          >
            {columns.map((column) => (
              <option key={column} value={column}>
                {corpus.columns[column]}
              </option>
            ))}
          </select>
          <button
            type="button"
            class="button direction"
            aria-label={value.isDescending ? corpus.descending : corpus.ascending}
            title={value.isDescending ? corpus.descending : corpus.ascending}
            onClick={() => change({ isDescending: !value.isDescending })}
          >
            <span aria-hidden="true">{value.isDescending ? '↓' : '↑'}</span>
          </button>
        </span>
      )}
    </search>
  );
}

interface FilterProps {
  of: 'source' | 'type' | 'language';
  /** With their texts. */
  values: readonly (readonly [string, string])[];
  onChoose(value: string): void;
}

function Filter({ of, values, onChoose }: FilterProps) {
  const { choice } = useContext(CorpusContext);
  const { corpus } = texts.value;
  return (
    <select
      class="field"
      aria-label={corpus[of]}
      value={choice.value[of]}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    >
      <option value="">{corpus.all[of]}</option>
      {values.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  );
}

function valuesOf(documents: readonly Schemas['Document'][]) {
  const source = new Set<string>();
  const type = new Set<string>();
  const language = new Set<'en' | 'es' | null>();
  for (const document of documents) {
    source.add(document.source);
    type.add(document.mediaType);
    language.add(document.language);
  }
  return { source: [...source].sort(), type: [...type].sort(), language: [...language].sort() };
}
