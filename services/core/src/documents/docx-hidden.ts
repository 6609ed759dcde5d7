import { Parser } from 'htmlparser2';
import { type HidingStyles, saysVanish } from './docx-styles.ts';

/** A run of text (`w:r`); a text box in it holds further ones. */
interface Run {
  start: number;
  style: string | null;
  /** As the run itself says it, which goes before all styles. */
  vanish?: boolean;
}

/** A part of a Word document without the runs that no reader sees (`w:vanish`; ECMA-376 part 1, 17.3.2.41). */
export function withoutHidden(part: Buffer, styles: HidingStyles): Buffer {
  const xml = part.toString('utf8');
  if (!styles.isAny && !xml.includes('<w:vanish')) return part;
  return Buffer.from(without(xml, hiddenRuns(xml, styles)));
}

function hiddenRuns(xml: string, styles: HidingStyles): [start: number, end: number][] {
  const names: string[] = [];
  const paragraphs: { style: string | null }[] = [];
  const runs: Run[] = [];
  const hidden: [start: number, end: number][] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'w:p') paragraphs.push({ style: null });
        if (name === 'w:r') runs.push({ start: parser.startIndex, style: null });
        const [paragraph, run] = [paragraphs.at(-1), runs.at(-1)];
        const parents = names.slice(-2).join(' ');
        if (paragraph && parents === 'w:p w:pPr' && name === 'w:pStyle')
          paragraph.style = attributes['w:val'] ?? null;
        if (run && parents === 'w:r w:rPr') {
          if (name === 'w:rStyle') run.style = attributes['w:val'] ?? null;
          if (name === 'w:vanish') run.vanish = saysVanish(attributes);
        }
        names.push(name);
      },
      onclosetag(name) {
        names.pop();
        if (name === 'w:p') paragraphs.pop();
        const run = name === 'w:r' ? runs.pop() : undefined;
        if (run && (run.vanish ?? styles.isHidden(paragraphs.at(-1)?.style ?? null, run.style)))
          hidden.push([run.start, parser.endIndex + 1]);
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return hidden.sort(([a], [b]) => a - b);
}

/** Ranges may lie within each other. */
function without(text: string, ranges: readonly [start: number, end: number][]): string {
  let kept = '';
  let at = 0;
  for (const [start, end] of ranges) {
    kept += text.slice(at, start);
    at = Math.max(at, end);
  }
  return kept + text.slice(at);
}
