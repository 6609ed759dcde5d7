/** Cuts a line so that it takes at most `columns` of a terminal: a longer one would wrap and break the redraw. */
export function cutToWidth(text: string, columns: number): string {
  const line = text.replace(/[\n\t]/g, ' ');
  let width = 0;
  let end = 0;
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  for (const { segment } of graphemes.segment(line)) {
    width += wide.test(segment) ? 2 : 1;
    if (width > columns) return line.slice(0, end);
    end += segment.length;
  }
  return line;
}

/** Made when the first line is cut: making it takes 4 ms, and every start would pay them. */
let graphemes: Intl.Segmenter | undefined;

/** East Asian wide characters and emoji, by script: close enough for a progress line. */
const wide =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\uff01-\uff60]/u;
