/** A readable piece of a passage: a sentence, a list item, a table row, or a whole code block. */
export interface Sentence {
  text: string;
  kind: 'prose' | 'item' | 'code' | 'row';
  /** Position in the passage. */
  position: number;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Cuts a passage of Markdown or plain text into pieces that can stand alone; headings are left out. */
export function sentences(passage: string): Sentence[] {
  const found: Omit<Sentence, 'position'>[] = [];
  for (const block of blocks(passage)) {
    if (block.kind === 'prose') {
      for (const { segment } of segmenter.segment(block.text))
        found.push({ text: plain(segment), kind: 'prose' });
    } else {
      found.push({ ...block, text: block.kind === 'code' ? block.text : plain(block.text) });
    }
  }
  return found
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
    .map((piece, position) => ({ ...piece, position }));
}

type Block = Omit<Sentence, 'position'>;

/** Lines joined to paragraphs; code, list items and table rows kept apart. */
function blocks(passage: string): Block[] {
  const found: Block[] = [];
  let open: Block | null = null;
  let fence: string | null = null;
  const close = () => {
    if (open) found.push(open);
    open = null;
  };
  const extend = (kind: Block['kind'], line: string, joint: string) => {
    if (open?.kind === kind) open = { kind, text: `${open.text}${joint}${line}` };
    else {
      close();
      open = { kind, text: line };
    }
  };
  for (const line of passage.split('\n')) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (mark && (fence === null || line.trim().startsWith(fence))) {
      close();
      fence = fence === null ? mark : null;
    } else if (fence !== null) extend('code', line, '\n');
    else if (
      line.trim() === '' ||
      /^\s*(#{1,6}\s|[-=*_]{3,}\s*$|\|?[\s:|-]+\|[\s:|-]*$)/.test(line)
    )
      close();
    else if (/^\s*\|.*\|\s*$/.test(line)) {
      close();
      found.push({
        kind: 'row',
        text: line
          .trim()
          .replace(/^\||\|$/g, '')
          .split('|')
          .map((cell) => cell.trim())
          .join(' · '),
      });
    } else if (/^\s*([-*+]|\d+[.)])\s/.test(line)) {
      close();
      open = { kind: 'item', text: line.trim() };
    } else if (/^(\t| {4})\S/.test(line) && openKind(open) !== 'item')
      extend('code', line.replace(/^(\t| {4})/, ''), '\n');
    else if (openKind(open) === 'item') extend('item', line.trim(), ' ');
    else extend('prose', line.trim(), ' ');
  }
  close();
  return found;
}

function openKind(open: Block | null): Block['kind'] | undefined {
  return open?.kind;
}

/** Markdown's marks out of the way, words untouched. */
function plain(text: string): string {
  return text
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/<\/?[a-zA-Z][^>]*>/g, '')
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/^\s*([-*+]|\d+[.)])\s+/, '')
    .replace(/\s+/g, ' ')
    .trim();
}
