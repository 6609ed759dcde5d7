import { texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { visible } from '../text/visible.ts';
import { useAsk } from './ask-context.ts';
import { type FilterRow, filterOf, rowsOf } from './filter-rows.ts';

/** The filters of the next question, in sight wherever the options are not. */
export function FilterChips({ onRemoved }: { onRemoved(): void }) {
  const { settings } = useAsk();
  const { ask } = texts.value;
  const rows = rowsOf(settings.value.filter);
  if (rows.length === 0) return null;
  const remove = (row: FilterRow) => {
    settings.value = { ...settings.value, filter: filterOf(rows.filter((one) => one !== row)) };
    onRemoved();
  };
  return (
    <ul class="chips" aria-label={ask.filters}>
      {rows.map((row) => {
        const text = `${row.field}: ${visible(row.value)}`;
        return (
          <li key={text}>
            <span>{text}</span>
            <button
              type="button"
              class="button icon-only"
              aria-label={ask.filterRemoveOf(text)}
              onClick={() => remove(row)}
            >
              <Icon name="close" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
