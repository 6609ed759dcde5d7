import type { ServiceError } from '../contract/errors.ts';
import { magic } from './magic.ts';
import { unreadable } from './unreadable.ts';

export interface Decoded {
  /** NFC text with LF line ends. */
  text: string;
  /** WHATWG label of the encoding found. */
  encoding: string;
}

const SAMPLE = 4_096;

/** Characters of windows-1252 at 0x80 to 0x9f; a space where it has none. TextDecoder of Node 20 takes Latin-1 instead. */
const AT_0X80 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/**
 * Bytes to text: byte order mark, UTF-16 by its zeros, strict UTF-8, the charset an HTML page
 * declares, Shift_JIS where kana prove it, windows-1252 where the result reads like a Latin script.
 * Nothing is ever replaced by U+FFFD.
 * @throws ServiceError DOCUMENT_UNREADABLE for binary content, damaged or unknown encodings
 */
export function decode(bytes: Uint8Array, declared?: string): Decoded {
  const marked = markedEncoding(bytes);
  if (marked) return strictly(bytes, marked);
  const likely = utf16ByZeros(bytes);
  const wide = likely ? strictly(bytes, likely) : null;
  // A few zeros in a row of numbers look the same.
  if (wide && !/[\x00-\x08\x0e-\x1f]/.test(wide.text)) return wide;
  refuseBinary(bytes);
  const text =
    attempt(bytes, 'utf-8') ??
    (declared ? attempt(bytes, declared) : null) ??
    shiftJis(bytes) ??
    latinText(bytes);
  refuseControls(bytes, text.text);
  return text;
}

function markedEncoding(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) throw notText('it is UTF-32 text');
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) throw notText('it is UTF-32 text');
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}

/** In UTF-16 text of a Latin script every other byte is zero. */
function utf16ByZeros(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, SAMPLE);
  const pairs = Math.floor(sample.length / 2);
  if (pairs < 2) return null;
  const zeros = [0, 0];
  sample.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros.map((count) => count / pairs);
  if (odd > 0.5 && even < 0.01) return 'utf-16le';
  return even > 0.5 && odd < 0.01 ? 'utf-16be' : null;
}

function strictly(bytes: Uint8Array, encoding: string): Decoded {
  const decoded = attempt(bytes, encoding);
  if (decoded && !decoded.text.includes('\0')) return decoded;
  throw notText(
    decoded
      ? 'its text holds zero characters'
      : `it is damaged ${encoding.toUpperCase()} text (a lone surrogate, a wrong or a missing byte)`,
  );
}

function refuseBinary(bytes: Uint8Array): void {
  const kind = magic(bytes);
  if (bytes.includes(0) || kind === 'PDF document') throw notText(named(kind));
}

function attempt(bytes: Uint8Array, encoding: string): Decoded | null {
  try {
    const decoder = new TextDecoder(encoding, { fatal: true });
    if (decoder.encoding === 'windows-1252') return windows1252(bytes);
    return { text: normalise(decoder.decode(bytes)), encoding: decoder.encoding };
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}

function normalise(text: string): string {
  return text.replace(/\r\n?/g, '\n').normalize('NFC');
}

/** Latin text read as Shift_JIS gives rare kanji, never kana side by side with them. */
function shiftJis(bytes: Uint8Array): Decoded | null {
  const decoded = attempt(bytes, 'shift_jis');
  const wide = decoded?.text.match(/[^\x00-\x7f]/g) ?? [];
  const kana = wide.filter((character) => /[\u3041-\u30fe]/.test(character));
  return decoded && kana.length >= 2 && kana.length >= 0.1 * wide.length ? decoded : null;
}

function windows1252(bytes: Uint8Array): Decoded | null {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (byte) => AT_0X80[byte.charCodeAt(0) - 0x80] ?? ' ');
  const undefinedBytes = /[\x81\x8d\x8f\x90\x9d]/.test(Buffer.from(bytes).toString('latin1'));
  return undefinedBytes ? null : { text: normalise(text), encoding: 'windows-1252' };
}

/** windows-1252 reads any bytes; Latin scripts have few characters beyond ASCII, and these apart. */
function latinText(bytes: Uint8Array): Decoded {
  refuseDamagedUtf8(bytes);
  const decoded = windows1252(bytes);
  const foreign = decoded?.text.match(/[^\x00-\x7f]+/g) ?? [];
  const count = foreign.reduce((sum, run) => sum + run.length, 0);
  const inRuns = foreign.filter((run) => run.length > 1).reduce((sum, run) => sum + run.length, 0);
  const visible = decoded?.text.match(/\S/g)?.length ?? 0;
  if (decoded && count <= 0.3 * visible + 2 && (count < 8 || inRuns < 0.5 * count)) return decoded;
  const kind = magic(bytes);
  throw notText(
    kind ? named(kind) : 'its encoding is neither UTF-8, UTF-16, Shift_JIS nor windows-1252',
  );
}

/** Mostly sound UTF-8 with a wrong byte would read as garbage in any other encoding. */
function refuseDamagedUtf8(bytes: Uint8Array): void {
  const lossy = new TextDecoder('utf-8').decode(bytes);
  const wrong = lossy.match(/\ufffd/g)?.length ?? 0;
  const sound = (lossy.match(/[^\x00-\x7f]/gu)?.length ?? 0) - wrong;
  const surrogate = /\xed[\xa0-\xbf][\x80-\xbf]/.test(Buffer.from(bytes).toString('latin1'));
  if (!surrogate && sound < wrong) return;
  const line = lossy.slice(0, lossy.indexOf('\ufffd')).split('\n').length;
  throw notText(`line ${line} is damaged UTF-8 (a ${surrogate ? 'lone surrogate' : 'wrong byte'})`);
}

function refuseControls(bytes: Uint8Array, text: string): void {
  const controls = text.match(/[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/g)?.length ?? 0;
  if (controls <= 8 || controls <= 0.05 * text.length) return;
  throw notText(named(magic(bytes)));
}

function named(kind: string | null): string {
  if (kind === null) return 'it is binary, not text';
  return `it is ${/^(old|ELF|ICO|MP|xz)/.test(kind) ? 'an' : 'a'} ${kind}`;
}

function notText(reason: string): ServiceError {
  return unreadable(reason, 'Save it as UTF-8 text, or leave it out.');
}
