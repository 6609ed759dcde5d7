import { Parser } from 'htmlparser2';

/** A property that is there and says no. */
const OFF = new Set(['0', 'false', 'off']);

/** Which runs the styles of a Word document hide. */
export interface HidingStyles {
  /** Whether any style hides anything. */
  isAny: boolean;
  /** Of the ids of its paragraph's style and of its own; null without one. */
  isHidden(paragraph: string | null, run: string | null): boolean;
}

interface Style {
  basedOn?: string;
  /** As the style itself says it. */
  vanish?: boolean;
}

/** Of `word/styles.xml` (ECMA-376 part 1, 17.7); empty where there is none. */
export function hidingStyles(xml: string): HidingStyles {
  const { styles, usual } = read(xml);
  return {
    isAny: [...styles.values()].some(({ vanish }) => vanish),
    // What both say cancels itself out: vanish is a toggle property (17.7.3).
    isHidden: (paragraph, run) => vanishes(paragraph ?? usual, styles) !== vanishes(run, styles),
  };
}

/** Whether an element `w:vanish` says yes (17.3.2.41). */
export function saysVanish(attributes: Readonly<Record<string, string>>): boolean {
  return !OFF.has(attributes['w:val'] ?? '');
}

function read(xml: string): { styles: Map<string, Style>; usual: string | null } {
  const styles = new Map<string, Style>();
  const names: string[] = [];
  let usual: string | null = null;
  let style: Style = {};
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const parents = names.slice(-2).join(' ');
        if (name === 'w:style') {
          style = {};
          const id = attributes['w:styleId'] ?? '';
          styles.set(id, style);
          const isUsual = attributes['w:type'] === 'paragraph' && attributes['w:default'];
          if (isUsual && !OFF.has(isUsual)) usual = id;
        } else if (name === 'w:basedOn') style.basedOn = attributes['w:val'] ?? '';
        else if (name === 'w:vanish' && parents === 'w:style w:rPr')
          style.vanish = saysVanish(attributes);
        names.push(name);
      },
      onclosetag: () => void names.pop(),
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return { styles, usual };
}

/** By the style, else by the one that it is based on. */
function vanishes(id: string | null, styles: ReadonlyMap<string, Style>): boolean {
  const seen = new Set<Style>();
  let style = styles.get(id ?? '');
  while (style && !seen.has(style)) {
    if (style.vanish !== undefined) return style.vanish;
    seen.add(style);
    style = styles.get(style.basedOn ?? '');
  }
  return false;
}
