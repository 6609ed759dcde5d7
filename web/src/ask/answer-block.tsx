import type { ComponentChild, ComponentChildren } from 'preact';
import { createElement } from 'preact';
import { memo } from 'preact/compat';
import { useMemo } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import { AnswerLink } from './answer-link.tsx';
import { inlineText } from './inline-text.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { unsupportedRanges } from './unsupported-ranges.ts';

interface Props {
  /** Markdown. */
  text: string;
  /** Whether sentences without a mark are shown as such. */
  marksUnsupported: boolean;
  /** The button of a passage; null where there is no such passage. */
  cite(n: number): ComponentChild | null;
}

/** One block of an answer. Finished ones are never made again while the rest is being written. */
export const AnswerBlock = memo(function AnswerBlock({ text, marksUnsupported, cite }: Props) {
  const fragment = useMemo(() => plainMarkdown(text), [text]);
  const label = texts.value.ask.unsupported;
  const walk = createWalk({ marksUnsupported, cite, label });
  return <>{walk(fragment)}</>;
});

/** The headings of an answer stand below those of the page. */
const renamed: Readonly<Record<string, string>> = {
  h1: 'h3',
  h2: 'h3',
  h3: 'h4',
  h4: 'h5',
  h5: 'h6',
};

/** What scrolls sideways has to be reached by the keyboard. */
const reachable = { tabIndex: 0 };

function createWalk({ marksUnsupported, cite, label }: Omit<Props, 'text'> & { label: string }) {
  /** Of the paragraph that is walked through: unsupported sentences, and where in its text this is. */
  let ranges: [number, number][] = [];
  let offset = 0;
  return children;

  function children(parent: Node): ComponentChildren[] {
    return [...parent.childNodes].map((node) =>
      node.nodeType === Node.TEXT_NODE ? plain(node.nodeValue ?? '') : element(node as Element),
    );
  }

  function element(node: Element): ComponentChild {
    const name = node.localName;
    switch (name) {
      case 'code':
        offset += node.textContent?.length ?? 0;
        return <code>{node.textContent}</code>;
      case 'a':
        return <AnswerLink href={(node as HTMLAnchorElement).href}>{children(node)}</AnswerLink>;
      case 'strong':
      case 'em':
      case 'del':
      case 'br':
        return createElement(name, null, children(node));
      default:
        return block(node);
    }
  }

  /** A block has sentences of its own; what stands around it goes on with its own. */
  function block(node: Element): ComponentChild {
    const name = node.localName;
    const outer = { ranges, offset };
    const hasSentences = marksUnsupported && (name === 'p' || name === 'li');
    ranges = hasSentences ? unsupportedRanges(inlineText(node)) : [];
    offset = 0;
    const made = blockElement(name, node);
    ({ ranges, offset } = outer);
    return made;
  }

  function blockElement(name: string, node: Element): ComponentChild {
    if (name === 'pre') return <pre {...reachable}>{node.textContent}</pre>;
    const inner = children(node);
    if (name === 'table')
      return (
        <div class="wide" {...reachable}>
          <table>{inner}</table>
        </div>
      );
    const start = node.getAttribute('start');
    return createElement(renamed[name] ?? name, start ? { start } : null, inner);
  }

  function plain(text: string): ComponentChildren[] {
    const start = offset;
    offset += text.length;
    const cuts = ranges.flat().filter((cut) => cut > start && cut < offset);
    const edges = [start, ...cuts, offset];
    return edges.slice(1).map((end, i) => {
      const from = edges[i] ?? start;
      const inner = withMarks(text.slice(from - start, end - start));
      const range = ranges.find(([first, last]) => from >= first && from < last);
      if (!range) return inner;
      return (
        <span class="unsupported">
          {inner}
          {end === range[1] && <span class="offscreen"> ({label})</span>}
        </span>
      );
    });
  }

  function withMarks(text: string): ComponentChildren[] {
    return text.split(/(\[\d{1,3}\])/).map((piece, i) => {
      if (i % 2 === 0) return piece;
      return cite(Number(piece.slice(1, -1))) ?? piece;
    });
  }
}
