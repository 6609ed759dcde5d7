import { NO_ANSWER } from '../generate/prompt.ts';

/** A number of a mark, or a range of them. */
const NUMBERS = String.raw`\d{1,6}(?:\s*[-–—]\s*\d{1,6})?`;

/**
 * What is looked at in a model's text: the borders of code, marks as models write them ([1], [2, 3],
 * [^4], [5-7], [passage 8], 【9】) with the blanks before them, and the word by which the prompt lets
 * them refuse, however it is set.
 */
const TOKEN = new RegExp(
  [
    String.raw`(?<refusal>[*_"'\x60]*${NO_ANSWER}[*_"'\x60]*)`,
    String.raw`(?<ticks>\x60+)`,
    String.raw`(?<end>\n)`,
    String.raw`(?<blank>[ \t]*)(?<open>[[【［]\^?\s*(?:passages?|sources?|pasajes?|fuentes?)?)\s*(?<list>${NUMBERS}(?:\s*[,;]\s*${NUMBERS})*)\s*[\]】］]`,
  ].join('|'),
  'gi',
);

/** The end of a piece that may be the beginning of one of these. */
const UNFINISHED = new RegExp(
  String.raw`(?:[ \t]*[[【［][^\]】］\n]*|[ \t]+|[*_"'\x60]*${NO_ANSWER}[*_"'\x60]*|[*_"'\x60]*(?:${beginnings(NO_ANSWER)})|[*_"'\x60]+)$`,
  'i',
);

/** What is longer is none of them. */
const LONGEST_HELD = 500;

/** Reads a model's answer as it comes. */
export interface ModelText {
  /** @returns the text that is safe to show now */
  push(piece: string): string;
  end(): string;
  /** Passages that were cited so far. */
  cited(): ReadonlySet<number>;
  /** Whether it said that the passages do not answer. */
  refused(): boolean;
}

/**
 * Takes out of a model's text the marks of passages that it was not shown, and the word of refusal,
 * also when they come in several pieces. Code is left as it is: `argv[2]` cites nothing. So are intervals and
 * lists of numbers, such as [0, 100]: where several stand in one pair of brackets, nobody takes them for a mark.
 *
 * @param shown number of passages in the prompt, known when the first piece comes
 */
export function readModelText(shown: () => number): ModelText {
  const cited = new Set<number>();
  let refused = false;
  let held = '';
  /** The backticks that opened the code that this is in. */
  let code: string | null = null;

  const clean = (text: string) =>
    text.replace(TOKEN, (whole, ...rest) => {
      const {
        ticks,
        end,
        blank = '',
        open,
        list,
        refusal,
      } = rest.at(-1) as Record<string, string | undefined>;
      if (refusal) {
        refused = true;
        return '';
      }
      if (ticks) code = code === null ? ticks : code === ticks ? null : code;
      // A lone backtick must not make code of all that follows: inline code ends with its line.
      else if (end && code !== null && code.length < 3) code = null;
      else if (code === null && list) {
        const items = list.split(/[,;]/).map(toRange);
        return open?.trim() === '[' && areNumbers(items) ? whole : marks(items, blank);
      }
      return whole;
    });

  /** Whether brackets hold numbers of which the answer speaks, and none of passages. */
  function areNumbers(items: readonly Range[]): boolean {
    const isShown = ({ first, last }: Range) => first <= last && last <= shown();
    return (
      items.some(({ first }) => first === 0) ||
      items.some((item) => item.first !== item.last && !isShown(item)) ||
      (items.length > 1 && !items.some(isShown))
    );
  }

  function marks(items: readonly Range[], blank: string): string {
    const known = items.flatMap(numbersOf).filter((n) => n >= 1 && n <= shown());
    for (const n of known) cited.add(n);
    return known.length === 0 ? '' : blank + known.map((n) => `[${n}]`).join('');
  }

  return {
    push(piece) {
      held += piece;
      const open = held.search(UNFINISHED);
      const safe = open === -1 || held.length - open > LONGEST_HELD ? held : held.slice(0, open);
      held = held.slice(safe.length);
      return clean(safe);
    },
    end() {
      const rest = clean(held);
      held = '';
      return rest;
    },
    cited: () => cited,
    refused: () => refused,
  };
}

interface Range {
  first: number;
  last: number;
}

/** `4`, or `5-7`. */
function toRange(text: string): Range {
  const [first = 0, last = first] = text.split(/[-–—]/).map(Number);
  return { first, last };
}

/** 5 to 7 as 5, 6, 7; none of a range that is none, or longer than any list of passages. */
function numbersOf({ first, last }: Range): number[] {
  const length = last - first + 1;
  return length >= 1 && length <= 50 ? Array.from({ length }, (_, i) => first + i) : [];
}

/** A pattern for every beginning of a word: `N(?:O(?:_…)?)?`. */
function beginnings(word: string): string {
  return [...word].reduceRight((inner, letter) => `${letter}(?:${inner})?`, '');
}
