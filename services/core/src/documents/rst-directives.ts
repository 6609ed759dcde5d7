/** What a directive of reStructuredText gives: program text, a table of CSV, prose, or nothing that is read. */
export type DirectiveKind = 'code' | 'csv' | 'heading' | 'title' | 'prose' | 'nothing';

const KINDS: readonly (readonly [DirectiveKind, string])[] = [
  [
    'code',
    'code code-block sourcecode parsed-literal prompt console math doctest testcode testoutput ipython',
  ],
  ['csv', 'csv-table'],
  ['heading', 'rubric'],
  ['title', 'title'],
  [
    'nothing',
    'include literalinclude image raw contents toctree role default-role highlight meta index sectnum ' +
      'section-numbering target-notes header footer tabularcolumns currentmodule module program replace ' +
      'unicode date youtube vimeo graphviz digraph graph inheritance-diagram mermaid uml plot bibliography',
  ],
];

/** Their argument is a part of the text; that of others, such as the class of a container, is none. */
const TEXTUAL = new Set(
  (
    'attention caution danger error hint important note tip warning admonition topic sidebar seealso todo ' +
    'epigraph highlights pull-quote versionadded versionchanged versionremoved deprecated centered table ' +
    'list-table function method attribute data exception option cmdoption envvar describe confval object ' +
    'decorator property macro type struct enum'
  ).split(' '),
);

const kinds = new Map(
  KINDS.flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind])),
);

/** What a directive gives, by its name and argument. */
export function directiveKind(name: string, argument: string): DirectiveKind {
  const bare = name.toLowerCase();
  if (bare === 'only') return isForPages(argument) ? 'prose' : 'nothing';
  return kinds.get(bare) ?? 'prose';
}

export function hasTextualArgument(name: string): boolean {
  // `py:function` is one of a domain.
  return TEXTUAL.has(name.toLowerCase().replace(/^[\w+-]+:(?=\w)/, ''));
}

/** What is for printed or manual pages alone is said for web pages, too. */
function isForPages(expression: string): boolean {
  return !/^(latex|man|texinfo|text)\b/.test(expression) || /\bhtml\b/.test(expression);
}
