import { cutToWidth } from './cut-to-width.ts';
import { sanitize } from './sanitize.ts';
import { columnsOf, type Output } from './terminal.ts';
import type { LiveView } from './ui.ts';

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';

/**
 * Lines that are redrawn in place, in one write so that nothing flickers; anew when the terminal is
 * resized. No line is longer than the terminal is wide, and no more are shown than it is high: what
 * wraps or scrolls cannot be drawn over.
 */
export function liveView(output: Output): LiveView {
  let drawn = 0;
  let shape = '';
  let newest: Parameters<LiveView['draw']>[0] = () => [];
  const redraw = () => {
    const columns = columnsOf(output);
    const rows = output.rows || 24;
    const lines = newest({ terminal: true, columns })
      .slice(0, Math.max(1, rows - 1))
      .map((line) => `${cutToWidth(sanitize(line), columns - 1)}\u001b[K\n`);
    const isResized = shape !== '' && shape !== `${columns}x${rows}`;
    const up = drawn > 0 ? `\u001b[${drawn}A\r` : '';
    // What was drawn for another size may be wrapped by now: all of it goes.
    const start = isResized ? '\u001b[H\u001b[2J' : up;
    output.write(`${hideCursor}${start}${lines.join('')}\u001b[J`);
    drawn = lines.length;
    shape = `${columns}x${rows}`;
  };
  output.on?.('resize', redraw);
  return {
    draw(lines) {
      newest = lines;
      redraw();
    },
    close() {
      output.off?.('resize', redraw);
      // The ^C that the terminal has shown goes, too.
      output.write(`\r\u001b[K${showCursor}`);
    },
  };
}
