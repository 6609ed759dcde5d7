import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Parser } from 'tar';
import { describe, expect, it } from 'vitest';
import { type CraftedEntry, craftedTar, paxRecord } from '../../../test/fakes/crafted-tar.ts';
import type { MemberRules } from './member-check.ts';
import { tarListing } from './tar-listing.ts';

function listing(tar: Buffer, rules: MemberRules = { allowsSpecial: false }, cut = tar.length) {
  const paths: string[] = [];
  const listener = tarListing(rules, (path) => paths.push(path));
  for (let at = 0; at < tar.length; at += cut) listener.push(tar.subarray(at, at + cut));
  return { ...listener.end(), paths };
}

const negative = Buffer.from('ff'.repeat(12), 'hex');
const huge = Buffer.concat([Buffer.from([0x80]), Buffer.alloc(10, 0xff), Buffer.from([1])]);
const folder = (name: string): CraftedEntry => ({ name, type: '5', mode: 0o755 });
const link = (name: string, target: string): CraftedEntry => ({ name, type: '2', target });
const hard = (name: string, target: string): CraftedEntry => ({ name, type: '1', target });

describe('a tar that is not to be unpacked', () => {
  /** Rows 19 and "Archive traps" of the failures: what the entry does, and the entries. */
  it.each<[string, string, CraftedEntry[]]>([
    ['leads out', '../x', [{ name: '../x' }]],
    ['leads out', 'a/../../x', [{ name: 'a/../../x' }]],
    ['leads out', '/abs', [{ name: '/abs' }]],
    ['leads out', './../x', [{ name: './../x' }]],
    ['leads out', 'C:../..', [{ name: 'C:../..' }]],
    ['leads out', 'C:../x', [{ name: 'C:../x' }]],
    ['leads out', 'C:/x', [{ name: 'C:/x' }]],
    ['leads out', 'a\\\\..\\\\x', [{ name: 'a\\..\\x' }]],
    ['leads out', '../y', [{ name: 'x', pax: [['path', '../y']] }]],
    // Behind a line end, where a reader by lines does not look.
    ['leads out', '../a\\nb', [{ name: 'x', pax: [['path', '../a\nb']] }]],
    [
      'leads out',
      '../y',
      [
        {
          name: 'GNUSparseFile.1/y',
          pax: [
            ['GNU.sparse.major', '1'],
            ['GNU.sparse.minor', '0'],
            ['GNU.sparse.name', '../y'],
            ['GNU.sparse.realsize', '1'],
          ],
        },
      ],
    ],
    ['leads out', '../z', [{ name: '././@LongLink', type: 'L', content: '../z\0' }, { name: 'x' }]],
    ['through a link', 'out/passwd', [link('out', '/etc'), { name: 'out/passwd' }]],
    ['through a link', 'up/x', [link('up', '..'), { name: 'up/x' }]],
    ['through a link', 'a/up/up', [folder('a'), link('a/up', '..'), link('a/up/up', '../..')]],
    ['is there twice', 'out', [link('out', '/etc'), folder('out')]],
    ['is there twice', './x', [{ name: 'x' }, { name: './x' }]],
    ['is there twice', 'a', [{ name: 'a/b' }, link('a', '/etc')]],
    ['no folder', 'x/y', [{ name: 'x' }, { name: 'x/y' }]],
    ['hard link out', 'h', [hard('h', '../../etc/passwd')]],
    ['hard link out', 'h', [hard('h', '/etc/passwd')]],
    ['no file before', 'h', [hard('h', 'later'), { name: 'later' }]],
    ['no file before', 'h', [link('out', '/etc'), hard('h', 'out/passwd')]],
    ['what is no file', 'h', [link('out', '/etc/passwd'), hard('h', 'out')]],
    ['NUL', 'a\\u0000b', [{ name: 'x', pax: [['path', 'a\0b']] }]],
    ['link to nothing', 'l', [{ name: 'l', type: '2', pax: [['linkpath', '/a\0b']] }]],
    ['size that is no number, or negative', 'x', [{ name: 'x', size: negative }]],
    ['size that is no number, or negative', 'x', [{ name: 'x', size: huge }]],
    ['size that is no number, or negative', 'x', [{ name: 'x', pax: [['size', '-1']] }]],
    [
      'owner that is no number',
      'x',
      [{ name: 'x', change: (header) => header.fill(0xff, 108, 116) }],
    ],
    ['Unicode form', 'cafe\u0301/', [folder('caf\xc3\xa9/'), folder('cafe\xcc\x81/')]],
    ['setuid', 'su', [{ name: 'su', mode: 0o4755 }]],
    ['setuid', 'sg', [{ name: 'sg', mode: 0o2755 }]],
    [
      'capabilities',
      'ping',
      [{ name: 'ping', pax: [['SCHILY.xattr.security.capability', '\x01']] }],
    ],
    ['character device', 'mem', [{ name: 'mem', type: '3' }]],
    ['block device', 'sda', [{ name: 'sda', type: '4' }]],
    ['is a pipe', 'p', [{ name: 'p', type: '6' }]],
    ['type that gecko', 'v', [{ name: 'v', type: 'V' }]],
    ['type that gecko', 'm', [{ name: 'm', type: 'M' }]],
    ['type that gecko', 's', [{ name: 's', type: 'S' }]],
    ['with a content', 'l', [{ ...link('l', 'x'), content: 'hidden' }]],
    ['with a content', 'd/', [{ ...folder('d/'), content: 'hidden' }]],
    ['for all entries', 'g', [{ name: 'g', type: 'g', content: paxRecord('path', 'y') }]],
    ['does not know', 'x', [{ name: 'x', pax: [['GNU.volume.label', 'x']] }]],
    [
      'twice',
      'x',
      [
        {
          name: 'x',
          pax: [
            ['path', 'a'],
            ['path', 'b'],
          ],
        },
      ],
    ],
    ['are damaged', 'x', [{ name: 'r', type: 'x', content: '9999 path=a\n' }, { name: 'x' }]],
    ['kind of tar', 'old', [{ name: 'old', magic: '\0'.repeat(8) }]],
    ['too long', 'n', [{ name: 'x', pax: [['path', 'n'.repeat(256)]] }]],
    ['name of the whole', '.', [{ name: '.' }]],
    ['no plain path', 'a//b', [{ name: 'a//b' }]],
  ])('%s: %s', (why, name, entries) => {
    const tar = craftedTar([folder('./'), ...entries]);
    expect(() => listing(tar)).toThrow(why);
    if (!why.startsWith('are damaged')) expect(() => listing(tar)).toThrow(`"${name}`);
    for (const cut of [1, 511, 700]) expect(() => listing(tar, undefined, cut)).toThrow(why);
  });

  it('has a header that was changed, or something behind its end', () => {
    const tar = craftedTar([{ name: 'x', content: 'text' }]);
    const bit = Buffer.from(tar);
    bit[3] = 1;
    expect(() => listing(bit)).toThrow('its sum is another');
    expect(() => listing(Buffer.concat([tar, craftedTar([{ name: 'y' }])]))).toThrow(
      'behind its end',
    );
    expect(() =>
      listing(craftedTar([{ name: 'r', type: 'x', content: paxRecord('path', 'y') }])),
    ).toThrow('ends before an entry');
  });

  it('is one that was cut off, wherever', () => {
    const tar = craftedTar([
      { name: 'a', content: 'text' },
      { name: 'b', content: 'x'.repeat(600) },
    ]);
    for (let length = 0; length < tar.length; length += 1)
      expect(() => listing(tar.subarray(0, length)), `cut at ${length}`).toThrow('cut off');
    expect(listing(tar).entries).toBe(2);
  });

  it('has a million entries, of which not all are waited for', { timeout: 120_000 }, () => {
    const listener = tarListing({ allowsSpecial: false });
    const entry = craftedTar([{ name: 'f0000000' }], Buffer.alloc(0));
    const sum = entry.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
    const push = () => {
      for (let n = 0; n < 1_000_000; n += 1) {
        const digits = String(n).padStart(7, '0');
        entry.write(digits, 1);
        const more = [...digits].reduce((total, digit) => total + Number(digit), 0);
        entry.write((sum + more).toString(8).padStart(6, '0'), 148);
        listener.push(Buffer.from(entry));
      }
    };
    expect(push).toThrow('"f0500000" is entry 500001: there are too many');
  });

  it('is seen where node-tar, which reads records by lines, sees a harmless name', async () => {
    const tar = craftedTar([{ name: 'harmless', pax: [['path', '../../evil\nname']] }]);
    const seen: string[] = [];
    const parser = new Parser({
      strict: true,
      onReadEntry(entry) {
        seen.push(entry.path);
        entry.resume();
      },
    });
    parser.end(tar);
    expect(seen).not.toContain('../../evil\nname');
    expect(() => listing(tar)).toThrow('leads out');
  });
});

describe('a tar of a volume', () => {
  it('may have links to anywhere, long names, many owners, and a plain folder before its content', () => {
    const long = `${'d'.repeat(120)}/${'ñ'.repeat(60)}`;
    const bytes = Buffer.from(long).toString('latin1');
    const {
      paths,
      entries,
      bytes: size,
    } = listing(
      craftedTar([
        folder('./'),
        link('./abs', '/etc/passwd'),
        link('./rel', '../../up'),
        { name: './f', content: 'text', uid: 1000, gid: 70, mode: 0o640 },
        hard('./g', './f'),
        { ...folder('./shared/'), mode: 0o2775 },
        {
          name: 'x',
          pax: [
            ['path', `./${bytes}`],
            ['mtime', '-1.5'],
            ['SCHILY.xattr.user.a', '\n9 path=b'],
          ],
        },
        { name: './a:b' },
      ]),
    );
    expect(paths).toEqual(['', 'abs', 'rel', 'f', 'g', 'shared', bytes, 'a:b']);
    expect({ entries, size }).toEqual({ entries: 8, size: 4 });
  });

  it('may have what is special where that is allowed, and the first of it is told', () => {
    const tar = craftedTar([
      { name: 'p', type: '6' },
      { name: 'su', mode: 0o4755 },
      { name: 'mem', type: '3' },
    ]);
    expect(listing(tar, { allowsSpecial: true })).toMatchObject({
      special: '"p" is a pipe',
      entries: 3,
    });
    expect(() => listing(craftedTar([{ name: '../x' }]), { allowsSpecial: true })).toThrow(
      'leads out',
    );
  });

  it('may not have a name that gecko needs', () => {
    const tar = craftedTar([{ name: './.mine/x' }]);
    expect(() => listing(tar, { allowsSpecial: true, reserved: ['.mine'] })).toThrow(
      'needs itself',
    );
  });

  it.each([
    ['GNU tar, as gecko calls it', ['tar', '--create', '--format=pax', '--sparse', '--xattrs']],
    ['GNU tar', ['tar', '--create']],
    ['busybox', ['busybox', 'tar', '-c']],
  ])('is read as %s writes it, whatever the names', (_, [program = '', ...args]) => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((text) => !/[/\0\\]|^\.\.?$/.test(text) && Buffer.byteLength(text) < 200)
      .map((text) => text.normalize('NFC'));
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), (names) => {
        const home = mkdtempSync(join(tmpdir(), 'gecko-tar-'));
        try {
          const root = join(home, 'v');
          mkdirSync(root);
          for (const [index, one] of names.entries()) {
            const path = join(root, one);
            if (index % 4 === 0) mkdirSync(path);
            else if (index % 4 === 1) symlinkSync(`/${one}`, path);
            else writeFileSync(path, one.repeat(index * 50));
            if (index % 4 === 2) linkSync(path, join(root, `hard ${index}`));
          }
          const tar = execFileSync(program, [...args, '-f', '-', '-C', root, '.']);
          const found = listing(tar, { allowsSpecial: false }, 333);
          expect(found.paths.map((path) => Buffer.from(path, 'latin1').toString())).toEqual(
            expect.arrayContaining(['', ...names]),
          );
        } finally {
          rmSync(home, { recursive: true });
        }
      }),
      { numRuns: 12 },
    );
  });
});
