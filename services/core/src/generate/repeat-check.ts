/** Text that is looked at, from its end, and how much comes between two looks, in UTF-16 units. */
const TAIL = 600;
const STEP = 40;

/** The same again and again, to the end: nine times up to 60 characters that are more than a ruler. */
const REPEATS = /(?=.{0,60}?[\p{L}\p{N}])(.{2,60}?)\1{8,}$/su;

/**
 * Tells when an answer has begun to say the same for ever, as small language models do: it would only
 * end at its longest length. Takes the answer piece by piece.
 */
export function createRepeatCheck(): (piece: string) => boolean {
  let tail = '';
  let fresh = 0;
  return (piece) => {
    tail = (tail + piece).slice(-TAIL);
    fresh += piece.length;
    if (fresh < STEP) return false;
    fresh = 0;
    return REPEATS.test(tail);
  };
}
