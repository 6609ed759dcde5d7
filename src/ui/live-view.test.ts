import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { liveView } from './live-view.ts';

/** A terminal that keeps what it shows: enough of one for what a live view writes. */
function screen(columns: number, rows: number) {
  let lines: string[] = [''];
  let row = 0;
  let cursor = 'shown';
  const wrapped: string[] = [];
  const handle = (sequence: string) => {
    const [, count = '', kind] = /^\u001b\[\??(\d*)([A-Za-z])$/.exec(sequence) ?? [];
    if (kind === 'A') row = Math.max(0, row - Number(count));
    if (kind === 'H') row = 0;
    if (kind === 'J') lines = count === '2' ? [''] : lines.slice(0, row);
    if (kind === 'K') lines[row] = lines[row] ?? '';
    if (kind === 'l' || kind === 'h') cursor = kind === 'l' ? 'hidden' : 'shown';
  };
  const output = Object.assign(new EventEmitter(), {
    isTTY: true,
    columns,
    rows,
    write(data: string | Uint8Array) {
      for (const [part] of String(data).matchAll(/\u001b\[\??\d*[A-Za-z]|\r|\n|[^\u001b\r\n]+/g)) {
        if (part.startsWith('\u001b')) handle(part);
        else if (part === '\n') row += 1;
        else if (part !== '\r') {
          lines[row] = part;
          if (part.length > output.columns) wrapped.push(part);
        }
      }
    },
  });
  return { output, wrapped, text: () => lines.filter((line) => line), cursor: () => cursor };
}

describe('a live view', () => {
  it('draws over what it drew, and leaves the last on the screen', () => {
    const { output, text, cursor } = screen(40, 10);
    const view = liveView(output);
    view.draw(() => ['one', 'two', 'three']);
    view.draw(() => ['four', 'five']);
    expect(text()).toEqual(['four', 'five']);
    expect(cursor()).toBe('hidden');
    view.close();
    expect(text()).toEqual(['four', 'five']);
    expect(cursor()).toBe('shown');
  });

  it('shows no more than there is room for, in either direction', () => {
    const { output, text, wrapped } = screen(20, 3);
    liveView(output).draw(() => ['x'.repeat(50), 'ドキュメントドキュメント', 'third']);
    expect(text()).toEqual(['x'.repeat(19), 'ドキュメントドキュ']);
    expect(wrapped).toEqual([]);
  });

  it('is drawn anew when the terminal is resized', () => {
    const { output, text } = screen(40, 10);
    const view = liveView(output);
    view.draw(({ columns }) => [`${columns} columns`]);
    Object.assign(output, { columns: 20 });
    output.emit('resize');
    expect(text()).toEqual(['20 columns']);
    view.close();
    expect(output.listenerCount('resize')).toBe(0);
  });

  it('passes no control sequence of a name on', () => {
    const { output, text } = screen(40, 10);
    liveView(output).draw(() => ['a\u001b[2Jb']);
    expect(text()).toEqual(['ab']);
  });
});
