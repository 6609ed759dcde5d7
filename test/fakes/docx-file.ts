import { strToU8, zipSync } from 'fflate';

const MAIN = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** A Word document of paragraphs, each with the name of its style, in the least that a reader needs. */
export function docxFile(
  paragraphs: readonly { text: string; style?: string }[],
  further: Readonly<Record<string, string>> = {},
): Buffer {
  const styles = [...new Set(paragraphs.flatMap(({ style }) => style ?? []))];
  const body = paragraphs.map(
    ({ text, style }) =>
      `<w:p>${style ? `<w:pPr><w:pStyle w:val="${idOf(style)}"/></w:pPr>` : ''}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`,
  );
  const members = {
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    'word/document.xml': `<?xml version="1.0"?><w:document xmlns:w="${MAIN}"><w:body>${body.join('')}</w:body></w:document>`,
    'word/styles.xml': `<?xml version="1.0"?><w:styles xmlns:w="${MAIN}">${styles.map((name) => `<w:style w:type="paragraph" w:styleId="${idOf(name)}"><w:name w:val="${name}"/></w:style>`).join('')}</w:styles>`,
    ...further,
  };
  return Buffer.from(
    zipSync(
      Object.fromEntries(Object.entries(members).map(([name, text]) => [name, strToU8(text)])),
    ),
  );
}

function idOf(style: string): string {
  return style.replaceAll(' ', '');
}
