import type { ChunkDraft, ChunkSettings, ParsedDocument } from '../documents/port.ts';
import type { Tokenizer } from '../embed/tokenizer.ts';
import { analyse } from '../lexical/analyse.ts';
import { type Atom, atoms } from './atoms.ts';
import { boundary } from './boundaries.ts';
import { pack } from './pack.ts';
import { places } from './places.ts';
import { prefixOf } from './prefix.ts';
import { sections } from './sections.ts';

/** The embedder takes no more; see Embedder.embedTokens. */
const MOST_TOKENS = 256;

/** [CLS] and [SEP]. */
const SPECIAL_TOKENS = 2;

/** WordPiece takes any word over 100 letters for one unknown token: length counts too, in characters. */
const LONGEST_TOKEN = 16;

/** With less there is no room for a title path, a table header and a sentence. */
const LEAST_TOKENS = 32;

/** Share of a chunk that the title path may take, and the same again for a table's header. */
const PREFIX_SHARE = 0.2;

/** A heading and the first piece below it fit together beside the prefix. */
const ATOM_SHARE = 0.3;

export type Chunkable = Pick<
  ParsedDocument,
  'text' | 'title' | 'blocks' | 'language' | 'pageOffsets'
> & {
  /** People ask for a file by its name, too: each chunk is found by it. */
  path?: string;
};

/**
 * Cuts a document into chunks of at most `settings.tokens` tokens, prefix and special tokens
 * included: sections first, whole blocks where they fit, then sentences or lines, then words, never
 * inside a grapheme. Each chunk's text is `text.slice(...span)`; spans are in order, and all of
 * every block but white space lies in one of them.
 */
export function chunk(
  document: Chunkable,
  settings: ChunkSettings,
  tokenizer: Tokenizer,
): ChunkDraft[] {
  const { text, title } = document;
  const limit = Math.max(LEAST_TOKENS, Math.min(settings.tokens, MOST_TOKENS));
  const room = limit - SPECIAL_TOKENS;
  const count = (piece: string) =>
    Math.max(tokenizer.count(piece), Math.ceil(piece.length / LONGEST_TOKEN));
  const prefix = (of: readonly Atom[]) => prefixOf(text, title, of, room * PREFIX_SHARE, count);
  const place = places(document);
  const named = analyse(nameOf(document.path ?? ''), document.language).terms;
  const drafts: ChunkDraft[] = [];

  for (const blocks of sections(document)) {
    const section = blocks.flatMap((block) => [...atoms(text, block, room * ATOM_SHARE, count)]);
    const budget = room - count(prefix(section.slice(-1)));
    for (const packed of pack(section, budget, settings.overlap)) add(unsaid(packed));
  }
  return drafts;

  /** Without the overlap that lies before the last chunk, as it can where that one had to be parted. */
  function unsaid(packed: readonly Atom[]): readonly Atom[] {
    return packed.filter(({ start }) => start >= (drafts.at(-1)?.span[0] ?? 0));
  }

  function add(packed: readonly Atom[]): void {
    const span = trimmed(text, packed);
    const content = text.slice(...span);
    if (content === '') return;
    const embedded = prefix(packed) + content;
    const tokens = tokenizer.encode(embedded);
    // The encoder cuts at its own limit, so full input is counted.
    const full = !tokens || tokens.length >= limit;
    const halves = full && tokenizer.count(embedded) > room ? halved(text, packed) : [];
    if (halves.length > 0) {
      for (const half of halves) add(half);
      return;
    }
    const terms = analyse(embedded, document.language).terms;
    drafts.push({
      ordinal: drafts.length,
      text: content,
      headings: packed.at(-1)?.block.headings ?? [],
      ...place(span[0]),
      span,
      lex: [...terms, ...named.filter((term) => !terms.includes(term))].join(' '),
      tokens,
    });
  }
}

/** `M701` of `gcode/M701.md`. */
function nameOf(path: string): string {
  const file = path.split('/').at(-1) ?? '';
  return file.replace(/(?<=.)\.[^.]*$/, '');
}

function trimmed(text: string, packed: readonly Atom[]): [number, number] {
  const [from, to] = [packed[0]?.start ?? 0, packed.at(-1)?.end ?? 0];
  const content = text.slice(from, to).trim();
  const start = from + text.slice(from, to).indexOf(content);
  return [start, start + content.length];
}

/** Counts of parts do not always add up to the count of the whole: what came out too long is parted again. */
function halved(text: string, packed: readonly Atom[]): Atom[][] {
  const middle = Math.ceil(packed.length / 2);
  if (packed.length > 1) return [packed.slice(0, middle), packed.slice(middle)];
  const [atom] = packed;
  if (!atom) return [];
  const cut = boundary(text, atom.start, Math.ceil((atom.start + atom.end) / 2));
  if (cut >= atom.end) return [];
  return [[{ ...atom, end: cut }], [{ ...atom, start: cut }]];
}
