import { NO_ANSWER } from '../generate/prompt.ts';

/**
 * What is looked at in a model's text: the borders of code, marks as models write them ([1], [2, 3],
 * [^4], 【5】), and the word by which the prompt lets them refuse.
 */
const TOKEN = new RegExp(
  String.raw`(?<ticks>\x60+)|(?<end>\n)|[[【]\^?\s*(?<list>\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*[\]】]|(?<refusal>${NO_ANSWER})`,
  'g',
);

/** The end of a piece that may be the beginning of one of these. */
const UNFINISHED = new RegExp(String.raw`(?:\x60+|[[【]\^?[\d\s,;]*|${beginnings(NO_ANSWER)})$`);

/** A longer list is none of citations. */
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
 * also when they come in several pieces. Code is left as it is: `argv[2]` cites nothing.
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
      const { ticks, end, list, refusal } = rest.at(-1) as Record<string, string | undefined>;
      if (ticks) code = code === null ? ticks : code === ticks ? null : code;
      // A lone backtick must not make code of all that follows: inline code ends with its line.
      else if (end && code !== null && code.length < 3) code = null;
      else if (code === null && list) return marks(list);
      else if (code === null && refusal) {
        refused = true;
        return '';
      }
      return whole;
    });

  function marks(list: string): string {
    const known = list
      .split(/[,;]/)
      .map(Number)
      .filter((n) => n >= 1 && n <= shown());
    for (const n of known) cited.add(n);
    return known.map((n) => `[${n}]`).join('');
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

/** A pattern for every beginning of a word: `N(?:O(?:_…)?)?`. */
function beginnings(word: string): string {
  return [...word.slice(0, -1)].reduceRight((inner, letter) => `${letter}(?:${inner})?`, '');
}
