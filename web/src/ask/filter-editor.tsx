import { useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { useAsk } from './ask-context.ts';
import { type FilterRow, filterOf, rowsOf } from './filter-rows.ts';
import { isComposing } from './is-composing.ts';

/** Fields that every document has; those of its front matter can be named too. */
const fields = ['source', 'path', 'type', 'language'];
const fresh: FilterRow = { field: 'source', value: '' };

/** Which documents a question is about. */
export function FilterEditor() {
  const { settings } = useAsk();
  const { ask } = texts.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const [rows, setRows] = useState<readonly FilterRow[]>([]);
  const given = rowsOf(settings.value.filter);
  const count = given.length;
  const open = () => {
    setRows(count > 0 ? given : [fresh]);
    dialog.current?.showModal();
  };
  const edit = (at: number, change: Partial<FilterRow>) =>
    setRows(rows.map((row, i) => (i === at ? { ...row, ...change } : row)));
  const save = () => {
    settings.value = { ...settings.value, filter: filterOf(rows) };
    dialog.current?.close();
  };
  return (
    <>
      <button type="button" class="button quiet" onClick={open} aria-haspopup="dialog">
        <Icon name="filter" />
        {count === 0 ? ask.filters : ask.filtersUsed(count)}
      </button>
      <dialog ref={dialog} class="dialog" aria-labelledby="filter-title">
        <h2 id="filter-title">{ask.filters}</h2>
        <p class="soft">{ask.filterText}</p>
        <datalist id="filter-fields">
          {fields.map((field) => (
            <option key={field} value={field} />
          ))}
        </datalist>
        {rows.length > 0 && (
          // The fields have the same names for screen readers.
          <div class="filter-row names" aria-hidden="true">
            <span>{ask.filterField}</span>
            <span>{ask.filterValue}</span>
          </div>
        )}
        {rows.map((row, i) => (
          // A row is its place.
          <div class="filter-row" key={i}>
            <input
              class="field"
              aria-label={ask.filterField}
              list="filter-fields"
              value={row.field}
              onInput={({ currentTarget }) => edit(i, { field: currentTarget.value })}
            />
            <input
              class="field"
              aria-label={ask.filterValue}
              value={row.value}
              onInput={({ currentTarget }) => edit(i, { value: currentTarget.value })}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && !isComposing(event)) save();
              }}
            />
            <button
              type="button"
              class="button icon-only"
              aria-label={ask.filterRemove}
              onClick={() => setRows(rows.filter((_, at) => at !== i))}
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
        <button type="button" class="button quiet" onClick={() => setRows([...rows, fresh])}>
          <Icon name="plus" />
          {ask.filterAdd}
        </button>
        <div class="dialog-end">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {ask.cancel}
          </button>
          <button type="button" class="button primary" onClick={save}>
            {ask.filtersApply}
          </button>
        </div>
      </dialog>
    </>
  );
}
