import { useEffect, useState } from 'preact/hooks';
import { isCovered } from '../shell/is-covered.ts';
import { isComposing } from './is-composing.ts';

/** Whether the list of conversations is shown over the page: the focus goes into it, and Esc closes it. */
export function useDrawer(): [boolean, (isShown: boolean) => void] {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!isShown) return;
    document.querySelector<HTMLElement>('.conversations a')?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (isComposing(event) || isCovered()) return;
      event.preventDefault();
      setShown(false);
      document.querySelector<HTMLElement>('.list-toggle')?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isShown]);
  return [isShown, setShown];
}
