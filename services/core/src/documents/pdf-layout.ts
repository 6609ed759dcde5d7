import { median } from './median.ts';
import { isBeside } from './pdf-baseline.ts';
import { isTable, LONG_LINE } from './pdf-table.ts';

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
  runs: Run[];
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
export interface Line extends Omit<Segment, 'runs'> {
  cells: number;
  /** Left edge of the column that it stands in. */
  margin: number;
}

/** In heights of the font: from here on a gap parts two segments, and a smaller one two words. */
const SEGMENT_GAP = 1.4;
const WORD_GAP = 0.15;

/** In heights of the font before it: what is raised stands so much higher, and is smaller than that. */
const RAISED = 0.1;
const RAISED_SIZE = 0.8;

/** A column has lines, and lines that fill it; the columns of a table have neither. */
const COLUMN_LINES = 4;
const COLUMN_FILL = 0.55;
const COLUMN_CHARACTERS = 12;

/** In heights of the font: what parts columns is no narrower, and narrower gaps part words alone. */
const GUTTER = 0.7;
const NARROW_GAP = 0.5;
/** Lines in which a gap ends at one place, so that it may be a gutter and not a gap between words. */
const ALIGNED_LINES = 3;

/** The lines of a page in the order in which they are read: column after column, where there are several. */
export function linesInOrder(runs: readonly Run[]): Line[] {
  return columnsInOrder(segmentsOf(runs)).flatMap(rowsOf);
}

function segmentsOf(runs: readonly Run[]): Segment[] {
  return baselines(runs).flatMap((row) =>
    joined(row, (gap, { size }) => gap >= SEGMENT_GAP * size),
  );
}

/** Runs of one baseline as segments. @param isApart whether a gap before a place parts two, by the larger font beside it */
function joined(
  row: readonly Run[],
  isApart: (gap: number, beside: { size: number; x: number }) => boolean,
): Segment[] {
  const segments: Segment[] = [];
  for (const run of row) {
    const { text, x, width, y, size, monospace } = run;
    const current = segments.at(-1);
    const gap = current ? x - current.right : 0;
    if (current && !isApart(gap, { size: Math.max(size, current.size), x })) {
      const isWord = gap > WORD_GAP * size && !/\s$/.test(current.text) && !/^\s/.test(text);
      const mark = isWord ? ' ' : isPower(current, run) ? '^' : '';
      current.text += mark + text;
      if (text.length > current.longest) Object.assign(current, { longest: text.length, size });
      current.runs.push(run);
      current.right = Math.max(current.right, x + width);
      current.monospace &&= monospace;
      continue;
    }
    const longest = text.length;
    segments.push({ runs: [run], text, left: x, right: x + width, y, size, monospace, longest });
  }
  return segments;
}

/** Whether a number would become another one with what is raised behind it: a power, or the mark of a footnote. */
function isPower({ text, runs }: Segment, next: Run): boolean {
  const before = runs.at(-1);
  if (!before || !/\d$/.test(text) || !/^[-−–+]?\d/.test(next.text)) return false;
  return next.size < RAISED_SIZE * before.size && next.y < before.y - RAISED * before.size;
}

/** Runs by baseline, each from left to right; those of a right-to-left script from right to left. */
function baselines(runs: readonly Run[]): Run[][] {
  const rows: Run[][] = [];
  const visible = runs.filter(({ text }) => text.trim() !== '');
  for (const run of visible.toSorted((a, b) => a.y - b.y)) {
    const row = rows.at(-1);
    const [first] = row ?? [];
    if (row && first && isBeside(run, first)) row.push(run);
    else rows.push([run]);
  }
  return rows.map((row) => {
    const direction = row.filter(({ rightToLeft }) => rightToLeft).length > row.length / 2 ? -1 : 1;
    return row.sort((a, b) => direction * (a.x - b.x));
  });
}

/** Parts segments into columns, each of which is read from top to bottom before the next. */
function columnsInOrder(segments: readonly Segment[]): Segment[][] {
  const columns = findColumns(segments);
  if (columns === null) return [[...segments]];
  return columns.bands.flatMap((band) =>
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

/** Segments, those parted that have a gap at the gutter which is too wide for one between words. */
function cutAt(gutter: number, segments: readonly Segment[]): Segment[] {
  return segments.flatMap((segment) =>
    sideOf(segment, gutter) === 'across'
      ? joined(segment.runs, (gap, { size, x }) => {
          return gap >= NARROW_GAP * size && x >= gutter && x - gap <= gutter;
        })
      : [segment],
  );
}

interface Columns {
  bands: Band[];
  /** In the shorter column. */
  lines: number;
}

/** Bands at the gutter beside which most lines stand; null where the segments are one column. */
function findColumns(segments: readonly Segment[]): Columns | null {
  const wide = segments.map(({ left }) => Math.floor(left));
  let best: Columns | null = null;
  for (const gutter of new Set(wide)) best = columnsAt(gutter, segments, best);
  for (const gutter of new Set([...wide, ...alignedGaps(segments)])) {
    const parts = cutAt(gutter, segments);
    if (parts.length > segments.length) best = columnsAt(gutter, parts, best, isProse);
  }
  return best;
}

/** The columns beside a gutter, where they have more lines than the best so far and are such columns. */
function columnsAt(
  gutter: number,
  segments: readonly Segment[],
  best: Columns | null,
  isSuch: (side: readonly Segment[]) => boolean = () => true,
): Columns | null {
  const bands = bandsAt(gutter, segments);
  const double = bands.filter(isDouble);
  const left = double.flatMap((band) => band.left);
  const right = double.flatMap((band) => band.right);
  const lines = Math.min(left.length, right.length);
  if (lines <= (best?.lines ?? 0) || !isSuch(left) || !isSuch(right)) return best;
  if (!isColumn(left, gutter)) return best;
  const isRight = isColumn(right, Number.POSITIVE_INFINITY) || isSeveral(left, right);
  return isRight && !isTable(left, right) ? { bands, lines } : best;
}

/** Whether what stands beside a column is columns itself. */
function isSeveral(left: readonly Segment[], right: readonly Segment[]): boolean {
  return isProse(left) && isProse(right) && findColumns(right) !== null;
}

/** Where gaps inside segments end, in several of them at the same place. */
function alignedGaps(segments: readonly Segment[]): number[] {
  const counts = new Map<number, number>();
  for (const { runs } of segments) {
    for (const [i, { x, size }] of runs.entries()) {
      const before = runs[i - 1];
      if (!before || x - before.x - before.width < GUTTER * size) continue;
      counts.set(Math.floor(x), (counts.get(Math.floor(x)) ?? 0) + 1);
    }
  }
  return [...counts].filter(([, count]) => count >= ALIGNED_LINES).map(([place]) => place);
}

/** Whether lines are long and of text: what a narrow gap parts may also be a table, or code with remarks. */
function isProse(segments: readonly Segment[]): boolean {
  const monospaced = segments.filter(({ monospace }) => monospace).length;
  return (
    segments.length >= COLUMN_LINES &&
    median(segments.map(({ text }) => text.length)) >= LONG_LINE &&
    monospaced < segments.length / 2
  );
}

function isColumn(segments: readonly Segment[], before: number): boolean {
  const left = Math.min(...segments.map((segment) => segment.left));
  const right = Math.max(...segments.map((segment) => segment.right));
  const fill = median(segments.map((segment) => (segment.right - segment.left) / (right - left)));
  const size = median(segments.map((segment) => segment.size));
  const characters = median(segments.map((segment) => segment.text.length));
  if (segments.length < (characters < LONG_LINE ? COLUMN_LINES : 2)) return false;
  return fill >= COLUMN_FILL && characters >= COLUMN_CHARACTERS && before - right >= GUTTER * size;
}

/** The lines of one column, from top to bottom. */
function rowsOf(column: readonly Segment[]): Line[] {
  const margin = Math.min(...column.map(({ left }) => left));
  const lines: Line[] = [];
  for (const segment of column.toSorted((a, b) => a.y - b.y || a.left - b.left)) {
    const line = lines.at(-1);
    if (line && isBeside(segment, line)) {
      line.text += `  ${segment.text}`;
      line.right = segment.right;
      line.cells += 1;
      continue;
    }
    const { runs: _, ...rest } = segment;
    lines.push({ ...rest, cells: 1, margin });
  }
  return lines;
}
