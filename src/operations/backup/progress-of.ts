import type { Runtime } from '../../runtime.ts';

/** Tells how many bytes of a whole are done; the function gets those that came further. */
export function progressOf(
  text: string,
  total: number,
  { ui }: Pick<Runtime, 'ui'>,
): { add(bytes: number): void; end(): void } {
  const id = 'backup';
  let done = 0;
  const tell = () => ui.event({ type: 'progress', id, text, done, total, unit: 'bytes' });
  return {
    add(bytes) {
      done += bytes;
      tell();
    },
    end: () => ui.event({ type: 'progress-end', id }),
  };
}
