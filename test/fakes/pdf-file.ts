/** A text on a page, in points from its top left corner. */
export interface Placed {
  text: string;
  x: number;
  y: number;
  size?: number;
  font?: 'Helvetica' | 'Courier';
}

const HEIGHT = 842;

/** A PDF 1.4 file of A4 pages, in the least that a reader needs (ISO 32000-1, 7.5). */
export function pdfFile(
  pages: readonly (readonly Placed[])[],
  info: Readonly<Record<string, string>> = {},
): Buffer {
  const first = 5;
  const kids = pages.map((_, i) => `${first + 2 * i} 0 R`);
  const entries = Object.entries(info).map(([key, value]) => `/${key} (${escaped(value)})`);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages.length} >>`,
    `<< ${entries.join(' ')} >>`,
    '<< /Helvetica << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> /Courier << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >>',
    ...pages.flatMap((placed, i) => {
      const content = placed.map(drawn).join('\n');
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 ${HEIGHT}] /Contents ${first + 2 * i + 1} 0 R /Resources << /Font 4 0 R >> >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table.join('')}${trailer}`;
  return Buffer.from(file, 'latin1');
}

/** Lines of one column, one below the other. */
export function column(lines: readonly string[], at: Partial<Placed> = {}): Placed[] {
  const { size = 10 } = at;
  return lines.map((text, i) => ({ x: 60, size, ...at, text, y: (at.y ?? 80) + i * size * 1.3 }));
}

function drawn({ text, x, y, size = 10, font = 'Helvetica' }: Placed): string {
  return `BT /${font} ${size} Tf 1 0 0 1 ${x} ${HEIGHT - y} Tm (${escaped(text)}) Tj ET`;
}

function escaped(text: string): string {
  return text.replace(/[\\()]/g, '\\$&');
}
