import { texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';
import type { collectionProblem } from './collection-problem.ts';
import { isSourceName } from './is-source-name.ts';

interface Props {
  collections: readonly string[];
  /** As it is typed; empty where only the backend knows it. */
  collection: string;
  /** What is wrong with its name. */
  problem: ReturnType<typeof collectionProblem>;
  source: string;
  onCollection(name: string): void;
  onSource(name: string): void;
}

/** Into which collection files go, and under which source those that come without a folder. */
export function UploadTarget({
  collections,
  collection,
  problem,
  source,
  onCollection,
  onSource,
}: Props) {
  const { corpus } = texts.value;
  const isSourced = isSourceName(source);
  return (
    <details class="drop-target">
      <summary>
        {corpus.whereTo}
        <span class="soft">{visible([collection, source].filter(Boolean).join(' / '))}</span>
      </summary>
      <div class="drop-fields">
        <label>
          <span>{corpus.toCollection}</span>
          <input
            class="field"
            list="collection-names"
            autocomplete="off"
            spellcheck={false}
            value={collection}
            aria-invalid={problem !== null}
            aria-describedby="to-collection"
            onInput={({ currentTarget }) => onCollection(currentTarget.value)}
          />
        </label>
        <datalist id="collection-names">
          {collections.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <p id="to-collection" class={problem === null ? 'soft' : 'bad'}>
          {corpus.toCollectionTexts[problem ?? 'fine']}
        </p>
        <label>
          <span>{corpus.toSource}</span>
          <input
            class="field"
            autocomplete="off"
            spellcheck={false}
            value={source}
            aria-invalid={!isSourced}
            aria-describedby="to-source"
            onInput={({ currentTarget }) => onSource(currentTarget.value)}
          />
        </label>
        <p id="to-source" class={isSourced ? 'soft' : 'bad'}>
          {isSourced ? corpus.toSourceText : corpus.badSource}
        </p>
      </div>
    </details>
  );
}
