import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Rows beyond what is in sight, on each side; the window moves by half of them. */
const SPARE = 16;

/**
 * The rows of a long list that are drawn, as the page is scrolled; they are all of one height.
 * @param rem height of a row
 */
export function useWindow<Box extends HTMLElement>(count: number, rem: number) {
  const box = useRef<Box>(null);
  const [{ from, to, height }, setPart] = useState({ from: 0, to: 2 * SPARE, height: rem * 16 });
  useLayoutEffect(() => {
    const look = () => {
      if (!box.current) return;
      const row = rem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const above = -box.current.getBoundingClientRect().top / row;
      const step = SPARE / 2;
      const first = Math.floor(above / step) * step - SPARE;
      const last = Math.ceil((above + innerHeight / row) / step) * step + SPARE;
      const next = {
        from: Math.max(0, Math.min(first, count)),
        to: Math.max(0, Math.min(last, count)),
        height: row,
      };
      setPart((part) =>
        part.from === next.from && part.to === next.to && part.height === row ? part : next,
      );
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, [count, rem]);
  const end = Math.min(to, count);
  return {
    box,
    from: Math.min(from, end),
    to: end,
    /** Pixels that the rows before and after take. */
    before: Math.min(from, end) * height,
    after: (count - end) * height,
  };
}
