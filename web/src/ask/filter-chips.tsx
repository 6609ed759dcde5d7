import { texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { visible } from '../text/visible.ts';
import { useAsk } from './ask-context.ts';

/** The filters of the next question, in sight wherever the options are not. */
export function FilterChips({ onRemoved }: { onRemoved(): void }) {
  const { settings } = useAsk();
  const { ask } = texts.value;
  const { filter } = settings.value;
  const chips = Object.entries(filter).flatMap(([field, values]) =>
    values.map((value) => ({ field, value })),
  );
  if (chips.length === 0) return null;
  const remove = ({ field, value }: (typeof chips)[number]) => {
    const { [field]: values = [], ...others } = filter;
    const rest = values.filter((one) => one !== value);
    const left = rest.length > 0 ? { ...others, [field]: rest } : others;
    settings.value = { ...settings.value, filter: left };
    onRemoved();
  };
  return (
    <ul class="chips" aria-label={ask.filters}>
      {chips.map((chip) => {
        const text = `${chip.field}: ${visible(chip.value)}`;
        return (
          <li key={text}>
            <span>{text}</span>
            <button
              type="button"
              class="button icon-only"
              aria-label={ask.filterRemoveOf(text)}
              onClick={() => remove(chip)}
            >
              <Icon name="close" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
