import { useEffect, useState } from 'preact/hooks';

const narrow = matchMedia('(max-width: 59.99rem)');

/** Whether the page is too narrow for a table of seven columns. */
export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(narrow.matches);
  useEffect(() => {
    const onChange = () => setNarrow(narrow.matches);
    narrow.addEventListener('change', onChange);
    return () => narrow.removeEventListener('change', onChange);
  }, []);
  return isNarrow;
}
