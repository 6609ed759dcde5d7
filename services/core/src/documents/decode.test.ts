import { describe, expect, it } from 'vitest';
import { decode } from './decode.ts';

const spanish = 'La configuración se guarda aquí: ¿dónde están los volúmenes?\n';

function utf16(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

function bytes(...values: number[]): Buffer {
  return Buffer.from(values);
}

describe('decode', () => {
  it.each([
    ['UTF-8', Buffer.from(spanish), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${spanish}`), 'utf-8'],
    ['UTF-16LE with a mark', utf16(`\ufeff${spanish}`, 'le'), 'utf-16le'],
    ['UTF-16BE with a mark', utf16(`\ufeff${spanish}`, 'be'), 'utf-16be'],
    ['UTF-16LE without a mark', utf16(spanish, 'le'), 'utf-16le'],
    ['UTF-16BE without a mark', utf16(spanish, 'be'), 'utf-16be'],
    ['Latin-1', Buffer.from(spanish, 'latin1'), 'windows-1252'],
  ])('reads %s', (_, source, encoding) => {
    expect(decode(source)).toEqual({ text: spanish, encoding });
  });

  it('reads the quotation marks of windows-1252', () => {
    const source = Buffer.concat([bytes(0x93), Buffer.from('quoted'), bytes(0x94, 0x20, 0x80)]);
    expect(decode(source).text).toBe('“quoted” €');
  });

  it('reads Shift_JIS where kana prove it', () => {
    // こんにちは世界
    const source = bytes(
      0x82,
      0xb1,
      0x82,
      0xf1,
      0x82,
      0xc9,
      0x82,
      0xbf,
      0x82,
      0xcd,
      0x90,
      0xa2,
      0x8a,
      0x45,
    );
    expect(decode(source)).toEqual({ text: 'こんにちは世界', encoding: 'shift_jis' });
  });

  it('reads the charset that a page declares', () => {
    // привет in windows-1251
    expect(decode(bytes(0xef, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2), 'windows-1251').text).toBe('привет');
  });

  it('makes NFC text with LF line ends', () => {
    expect(decode(Buffer.from('cafe\u0301\r\nb\rc')).text).toBe('café\nb\nc');
  });

  it('keeps U+FFFD that the author wrote', () => {
    expect(decode(Buffer.from('a \ufffd b')).text).toBe('a \ufffd b');
  });

  it.each([
    ['a PNG image', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), /PNG image/],
    ['a PDF', Buffer.from('%PDF-1.7\nhello'), /PDF document/],
    ['a ZIP', Buffer.from('PK\x03\x04\x14\0\0\0', 'latin1'), /ZIP archive/],
    ['a program', Buffer.from('\x7fELF\x02\x01\x01\0\0', 'latin1'), /ELF program/],
    [
      'gzip without zeros',
      bytes(0x1f, 0x8b, 0x08, 0xff, 0xfe, 0x81, 0x90, 0xd3, 0x9d),
      /gzip archive/,
    ],
    ['unknown binary', bytes(1, 2, 0, 4, 5, 0, 0, 0, 9), /binary/],
    ['a few numbers', bytes(0, 1, 2, 3, 0, 255), /binary/],
    ['control characters', Buffer.from('\x01\x02\x03\x04'.repeat(10)), /binary/],
    [
      'a wrong byte in UTF-8',
      Buffer.concat([Buffer.from('uno\nvolúmenes, día'), bytes(0xff)]),
      /line 2 .*wrong byte/,
    ],
    [
      'a surrogate in UTF-8',
      Buffer.concat([Buffer.from('abc'), bytes(0xed, 0xa0, 0x80)]),
      /lone surrogate/,
    ],
    ['a lone surrogate in UTF-16', utf16('\ufeffab\ud800cd', 'le'), /lone surrogate/],
    ['half a character in UTF-16', utf16('\ufeffabcd', 'le').subarray(0, 9), /missing byte/],
    ['UTF-32', bytes(0xff, 0xfe, 0, 0, 0x41, 0, 0, 0), /UTF-32/],
    [
      'Cyrillic windows-1251',
      bytes(
        ...'привет мир и ещё слова'
          .split('')
          .map((c) => (c === ' ' ? 32 : c.charCodeAt(0) - 0x350)),
      ),
      /encoding/,
    ],
    ['GBK', bytes(0xca, 0xfd, 0xbe, 0xdd, 0xbf, 0xe2, 0xba, 0xdc, 0xbf, 0xec), /encoding/],
  ])('refuses %s and says why', (_, source, reason) => {
    expect(() => decode(source)).toThrowError(
      expect.objectContaining({
        code: 'DOCUMENT_UNREADABLE',
        message: expect.stringMatching(reason),
      }),
    );
  });
});
