import { Parser } from 'htmlparser2';

/** A property that is there and says no. */
const OFF = new Set(['0', 'false', 'off']);

/** A run of text (`w:r`); a text box in it holds further ones. */
interface Run {
  start: number;
  isHidden: boolean;
}

/** A part of a Word document without the runs that no reader sees (`w:vanish`; ECMA-376 part 1, 17.3.2.41). */
export function withoutHidden(part: Buffer): Buffer {
  const xml = part.toString('utf8');
  return xml.includes('<w:vanish') ? Buffer.from(without(xml, hiddenRuns(xml))) : part;
}

function hiddenRuns(xml: string): [start: number, end: number][] {
  const names: string[] = [];
  const runs: Run[] = [];
  const hidden: [start: number, end: number][] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'w:r') runs.push({ start: parser.startIndex, isHidden: false });
        const run = runs.at(-1);
        const isOfRun = names.at(-1) === 'w:rPr' && names.at(-2) === 'w:r';
        if (run && isOfRun && name === 'w:vanish')
          run.isHidden = !OFF.has(attributes['w:val'] ?? '');
        names.push(name);
      },
      onclosetag(name) {
        names.pop();
        const run = name === 'w:r' ? runs.pop() : undefined;
        if (run?.isHidden) hidden.push([run.start, parser.endIndex + 1]);
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
