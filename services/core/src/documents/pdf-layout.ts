/** A run of text as the page has it, in points; x to the right, y down from the top of the page. */
export interface Run {
  text: string;
  x: number;
  width: number;
  /** Of the baseline. */
  y: number;
  /** Height of the font; 0 where the run is white space alone. */
  size: number;
  monospace: boolean;
  rightToLeft: boolean;
}

/** Text on one baseline, without a wide gap in it. */
interface Segment {
  text: string;
  left: number;
  right: number;
  y: number;
  size: number;
  monospace: boolean;
  /** Characters of the longest run in it, whose size it has: a bullet may be larger. */
  longest: number;
}

/** One line of a column; several segments where it is a row of a table. */
export interface Line extends Segment {
  cells: number;
  /** Left edge of the column that it stands in. */
  margin: number;
}

/** In heights of the font: from here on a gap parts two segments, and a smaller one two words. */
const SEGMENT_GAP = 1.4;
const WORD_GAP = 0.15;

/** Baselines that are this close, in heights of the font, are one: super- and subscripts. */
const SAME_BASELINE = 0.45;

/** A column has lines, and lines that fill it; the columns of a table have neither. */
const COLUMN_LINES = 4;
const COLUMN_FILL = 0.55;
const COLUMN_CHARACTERS = 12;
/** Cells of a table have fewer characters: with so many, two lines are a column. */
const LONG_LINE = 25;

/** The lines of a page in the order in which they are read: column after column, where there are several. */
export function linesInOrder(runs: readonly Run[]): Line[] {
  return columnsInOrder(segmentsOf(runs)).flatMap(rowsOf);
}

function segmentsOf(runs: readonly Run[]): Segment[] {
  const segments: Segment[] = [];
  for (const row of baselines(runs)) {
    let current: Segment | undefined;
    for (const { text, x, width, y, size, monospace } of row) {
      const gap = current ? x - current.right : 0;
      if (current && gap < SEGMENT_GAP * Math.max(size, current.size)) {
        const isApart = gap > WORD_GAP * size && !/\s$/.test(current.text) && !/^\s/.test(text);
        current.text += isApart ? ` ${text}` : text;
        if (text.length > current.longest) Object.assign(current, { longest: text.length, size });
        current.right = Math.max(current.right, x + width);
        current.monospace &&= monospace;
        continue;
      }
      current = { text, left: x, right: x + width, y, size, monospace, longest: text.length };
      segments.push(current);
    }
  }
  return segments;
}

/** Runs by baseline, each from left to right; those of a right-to-left script from right to left. */
function baselines(runs: readonly Run[]): Run[][] {
  const rows: Run[][] = [];
  const visible = runs.filter(({ text }) => text.trim() !== '');
  for (const run of visible.toSorted((a, b) => a.y - b.y)) {
    const row = rows.at(-1);
    const [first] = row ?? [];
    const near =
      first && Math.abs(run.y - first.y) < SAME_BASELINE * Math.max(run.size, first.size);
    if (row && near) row.push(run);
    else rows.push([run]);
  }
  return rows.map((row) => {
    const direction = row.filter(({ rightToLeft }) => rightToLeft).length > row.length / 2 ? -1 : 1;
    return row.sort((a, b) => direction * (a.x - b.x));
  });
}

/** Parts segments into columns, each of which is read from top to bottom before the next. */
function columnsInOrder(segments: readonly Segment[]): Segment[][] {
  const gutter = findGutter(segments);
  if (gutter === null) return [[...segments]];
  return bandsAt(gutter, segments).flatMap((band) =>
    isDouble(band)
      ? [band.across, ...columnsInOrder(band.left), ...columnsInOrder(band.right)]
      : [[...band.across, ...band.left, ...band.right]],
  );
}

interface Band {
  across: Segment[];
  left: Segment[];
  right: Segment[];
}

/** What crosses the gutter, such as a title, ends the columns above it and begins new ones below. */
function bandsAt(gutter: number, segments: readonly Segment[]): Band[] {
  let band: Band = { across: [], left: [], right: [] };
  const bands = [band];
  for (const segment of segments.toSorted((a, b) => a.y - b.y)) {
    const place = sideOf(segment, gutter);
    if (place === 'across' && band.left.length + band.right.length > 0) {
      band = { across: [], left: [], right: [] };
      bands.push(band);
    }
    band[place].push(segment);
  }
  return bands;
}

/** Whether two columns stand beside each other in it. */
function isDouble({ left, right }: Band): boolean {
  return left.length > 1 && right.length > 1;
}

function sideOf({ left, right }: Segment, gutter: number): 'left' | 'right' | 'across' {
  if (right <= gutter) return 'left';
  return left >= gutter ? 'right' : 'across';
}

/** Where a column begins that has another to its left; null where the segments are one column. */
function findGutter(segments: readonly Segment[]): number | null {
  const places = [...new Set(segments.map(({ left }) => Math.floor(left)))];
  let best: { gutter: number; lines: number } | null = null;
  for (const gutter of places) {
    const double = bandsAt(gutter, segments).filter(isDouble);
    const left = double.flatMap((band) => band.left);
    const right = double.flatMap((band) => band.right);
    const lines = Math.min(left.length, right.length);
    if (lines === 0 || (best && lines <= best.lines)) continue;
    if (isColumn(left, gutter) && isColumn(right, Number.POSITIVE_INFINITY))
      best = { gutter, lines };
  }
  return best?.gutter ?? null;
}

function isColumn(segments: readonly Segment[], before: number): boolean {
  const left = Math.min(...segments.map((segment) => segment.left));
  const right = Math.max(...segments.map((segment) => segment.right));
  const fill = median(segments.map((segment) => (segment.right - segment.left) / (right - left)));
  const size = median(segments.map((segment) => segment.size));
  const characters = median(segments.map((segment) => segment.text.length));
  if (segments.length < (characters < LONG_LINE ? COLUMN_LINES : 2)) return false;
  return fill >= COLUMN_FILL && characters >= COLUMN_CHARACTERS && before - right >= 0.7 * size;
}

/** The lines of one column, from top to bottom. */
function rowsOf(column: readonly Segment[]): Line[] {
  const margin = Math.min(...column.map(({ left }) => left));
  const lines: Line[] = [];
  for (const segment of column.toSorted((a, b) => a.y - b.y || a.left - b.left)) {
    const line = lines.at(-1);
    if (line && Math.abs(segment.y - line.y) < SAME_BASELINE * Math.max(segment.size, line.size)) {
      line.text += `  ${segment.text}`;
      line.right = segment.right;
      line.cells += 1;
    } else lines.push({ ...segment, cells: 1, margin });
  }
  return lines;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
