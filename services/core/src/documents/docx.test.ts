import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { docxFile } from '../../../../test/fakes/docx-file.ts';
import { parseDocument, parseStored } from './parse.ts';

const parse = (bytes: Uint8Array) => parseDocument({ bytes, path: 'dir/manual.docx' }, 'auto');

const core = `<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Water Works</dc:title><dc:creator>Ann Lee</dc:creator><dcterms:created>2025-02-08T12:23:13Z</dcterms:created><dc:language>en-GB</dc:language></cp:coreProperties>`;

describe('DOCX', () => {
  it('keeps headings, and takes title, author, date and language from the file', async () => {
    const bytes = docxFile(
      [
        { text: 'Pumps', style: 'heading 1' },
        { text: 'A pump moves water.' },
        { text: 'Service', style: 'heading 2' },
        { text: 'Check the gauge &amp; the valve.' },
      ],
      { 'docProps/core.xml': core },
    );
    const document = await parse(bytes);
    expect(document).toMatchObject({
      title: 'Water Works',
      text: '# Pumps\n\nA pump moves water.\n\n## Service\n\nCheck the gauge & the valve.',
      language: 'en',
      metadata: { title: 'Water Works', author: 'Ann Lee', date: '2025-02-08', lang: 'en-GB' },
      pageOffsets: [],
    });
    expect(document.blocks.at(-1)?.headings).toEqual(['Pumps', 'Service']);
    const { text, mediaType, metadata, pageOffsets } = document;
    const stored = { text, mediaType, metadata, pageOffsets, path: 'dir/manual.docx' };
    expect(parseStored(stored, 'auto')).toEqual(document);
  });

  const run = (text: string, properties = '') =>
    `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
  const body = (xml: string, styles?: string) =>
    docxFile([], {
      ...(styles && { 'word/styles.xml': styles }),
      'word/document.xml': `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${xml}</w:body></w:document>`,
    });

  it('leaves out what no reader sees: hidden runs, also around and within others', async () => {
    const box = (content: string) =>
      `<w:r><w:pict><w:txbxContent><w:p>${content}</w:p></w:txbxContent></w:pict></w:r>`;
    const paragraph = [
      run('seen '),
      run('hidden', '<w:vanish/>'),
      run('shown ', '<w:vanish w:val="0"/>'),
      box(run('kept ') + run('inner', '<w:b/><w:vanish/>')),
      `<w:r><w:rPr><w:vanish/></w:rPr>${box(run('around'))}</w:r>`,
      run('end'),
    ];
    const { text } = await parse(body(`<w:p>${paragraph.join('')}</w:p>`));
    expect(text.replace(/\s+/g, ' ')).toMatch(/seen shown/);
    expect(text).toMatch(/kept/);
    expect(text).toMatch(/end/);
    expect(text).not.toMatch(/hidden|inner|around/);
  });

  it('leaves out what a style hides, also by the style that it is based on', async () => {
    const style = (type: string, id: string, inner: string) =>
      `<w:style w:type="${type}" w:styleId="${id}"><w:name w:val="${id}"/>${inner}</w:style>`;
    const hides = '<w:rPr><w:vanish/></w:rPr>';
    const styles = [
      style('character', 'Secret', hides),
      style('character', 'Child', '<w:basedOn w:val="Secret"/><w:rPr><w:b/></w:rPr>'),
      style('character', 'Shown', '<w:basedOn w:val="Child"/><w:rPr><w:vanish w:val="0"/></w:rPr>'),
      style('character', 'Loop', '<w:basedOn w:val="Loop"/>'),
      style('paragraph', 'Note', hides),
    ];
    const styled = (id: string) => `<w:rStyle w:val="${id}"/>`;
    const note = (runs: string) =>
      `<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr>${run('gone ')}${runs}</w:p>`;
    const { text } = await parse(
      body(
        [
          `<w:p>${run('plain ')}${run('gone ', styled('Secret'))}${run('gone ', styled('Child'))}`,
          `${run('shown ', styled('Shown'))}${run('direct ', `${styled('Child')}<w:vanish w:val="0"/>`)}`,
          `${run('looped', styled('Loop'))}</w:p>${note('')}`,
          note(`${run('said ', '<w:vanish w:val="false"/>')}${run('toggled', styled('Secret'))}`),
        ].join(''),
        `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${styles.join('')}</w:styles>`,
      ),
    );
    expect(text).toBe('plain shown direct looped\n\nsaid toggled');
  });

  it('keeps commands and powers as what they are', async () => {
    const raised = (text: string) => run(text, '<w:vertAlign w:val="superscript"/>');
    const { text, blocks } = await parse(
      body(
        `<w:p>${run('# systemctl restart garza')}</w:p><w:p>${run('It sends 10')}${raised('15')}${run(' photons.')}</w:p>`,
      ),
    );
    expect(text).toBe('\\# systemctl restart garza\n\nIt sends 10^15 photons.');
    expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'paragraph']);
  });

  it('keeps the levels of lists that are made by style', async () => {
    const { text } = await parse(
      docxFile([
        { text: 'Fruit', style: 'List Bullet' },
        { text: 'Apple', style: 'List Bullet 2' },
        { text: 'Gala', style: 'List Bullet 3' },
        { text: 'Nuts', style: 'List Bullet' },
      ]),
    );
    expect(text).toMatch(/ {2}- Apple\n {4}- Gala/);
  });

  it('is read by its bytes, whatever its name', async () => {
    const bytes = docxFile([{ text: 'A pump moves water.' }]);
    for (const path of ['a.pdf', 'a.txt', 'a.md', 'a'])
      expect(await parseDocument({ bytes, path }, 'auto')).toMatchObject({
        mediaType: expect.stringContaining('wordprocessingml'),
        text: 'A pump moves water.',
      });
  });

  it('reads no other file, whatever an entity or a relationship names', async () => {
    const secret = 'file:///etc/hostname';
    const document = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "${secret}">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>before &x; after</w:t></w:r></w:p></w:body></w:document>`;
    const outcome = await parse(docxFile([{ text: 'x' }], { 'word/document.xml': document })).then(
      ({ text }) => text,
      ({ code }) => code,
    );
    expect(outcome).toMatch(/^(before.*after|DOCUMENT_UNREADABLE)$/);
  });

  const zip = (members: Record<string, string>) =>
    Buffer.from(
      zipSync(
        Object.fromEntries(Object.entries(members).map(([name, text]) => [name, strToU8(text)])),
      ),
    );
  it.each([
    ['another archive', () => zip({ 'a.xml': '<a/>' }), /no Word document/],
    [
      'one with a password',
      () => Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'),
      /encrypted/,
    ],
    ['what is no archive', () => Buffer.from('hello'), /archive is broken: .*[^.]\.$/],
    ['one that is cut', () => docxFile([{ text: 'x' }]).subarray(0, 700), /archive is broken/],
    [
      'one without its document',
      () => zip({ '[Content_Types].xml': '<Types/>' }),
      /broken Word document \(.*[^.]\)\.$/,
    ],
    ['a bomb', () => docxFile([{ text: 'a'.repeat(20_000_000) }]), /unpacks to far more/],
    [
      'a name that leads out',
      () => docxFile([], { '../../etc/cron.d/x.xml': '<a/>' }),
      /archive is broken/,
    ],
    [
      'more members than documents have',
      () =>
        docxFile([], Object.fromEntries(Array.from({ length: 5_001 }, (_, i) => [`${i}.xml`, '']))),
      /more than 5000 members/,
    ],
  ])('refuses %s and says why', async (_, bytes, reason) => {
    await expect(parse(bytes())).rejects.toMatchObject({
      code: 'DOCUMENT_UNREADABLE',
      message: expect.stringMatching(reason),
    });
  });

  it('unpacks no more of a member than it says that it holds', async () => {
    const bytes = docxFile([{ text: 'a'.repeat(500_000) }]);
    const name = Buffer.from('word/document.xml');
    // The size in the central directory, 22 bytes before the name (APPNOTE.TXT, 4.3.12).
    bytes.writeUInt32LE(100, bytes.lastIndexOf(name) - 22);
    await expect(parse(bytes)).rejects.toMatchObject({ code: 'DOCUMENT_UNREADABLE' });
  });
});
