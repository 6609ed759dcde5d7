import { useEffect, useState } from 'preact/hooks';
import { useAsk } from './ask-context.ts';

/** Opens the conversation that the address names. @returns whether there is one; null while that is looked for */
export function useConversation(id: string | null): boolean | null {
  const { asking, library } = useAsk();
  const [missing, setMissing] = useState<string | null>(null);
  const isOpen = id !== null && asking.current.value?.id === id;
  // Again where another tab has removed it.
  useEffect(() => {
    if (id === null) return asking.open(null);
    if (isOpen) return;
    let isLeft = false;
    asking.open(null);
    library.load(id).then((found) => {
      if (isLeft) return;
      if (found) asking.open(found);
      else setMissing(id);
    });
    return () => {
      isLeft = true;
    };
  }, [id, isOpen, asking, library]);
  if (id === null || isOpen) return true;
  return missing === id ? false : null;
}
