/**
 * What a directive of reStructuredText gives: program text, the same with its argument as the first
 * line, a table of CSV or of lists, prose, or nothing that is read.
 */
export type DirectiveKind =
  | 'code'
  | 'verbatim'
  | 'csv'
  | 'lists'
  | 'heading'
  | 'title'
  | 'prose'
  | 'nothing';

const KINDS: readonly (readonly [DirectiveKind, string])[] = [
  [
    'code',
    'code code-block code-tab sourcecode prompt console doctest testcode testoutput ipython',
  ],
  ['verbatim', 'parsed-literal math'],
  ['csv', 'csv-table'],
  ['lists', 'list-table'],
  ['heading', 'rubric'],
  ['title', 'title'],
  [
    'nothing',
    'include literalinclude image raw contents toctree role default-role highlight meta index sectnum ' +
      'section-numbering target-notes header footer tabularcolumns currentmodule module program replace ' +
      'unicode date youtube vimeo graphviz digraph graph inheritance-diagram mermaid uml plot bibliography',
  ],
];

/** Their argument is how something looks, a file or a condition, and no part of the text. */
const PRESENTATIONAL = new Set(
  (
    'container rst-class cssclass class compound only ifconfig figure thumbnail video grid grid-item align ' +
    'hlist button-link button-ref default-domain sectionauthor moduleauthor codeauthor py:module ' +
    'py:currentmodule js:module'
  ).split(' '),
);

const VERSIONS: ReadonlyMap<string, string> = new Map([
  ['versionadded', 'Added in'],
  ['versionchanged', 'Changed in'],
  ['versionremoved', 'Removed in'],
  ['deprecated', 'Deprecated since'],
]);

const kinds = new Map(
  KINDS.flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind])),
);

/** What a directive gives, by its name and argument. */
export function directiveKind(name: string, argument: string): DirectiveKind {
  const bare = name.toLowerCase();
  if (bare === 'only') return isForPages(argument) ? 'prose' : 'nothing';
  return kinds.get(bare) ?? 'prose';
}

/**
 * What a directive says by its argument, such as `GET /users` or `Added in 2.6`.
 * @param hasBody whether more is said below it
 */
export function directiveText(name: string, argument: string, hasBody: boolean): string {
  const bare = name.toLowerCase();
  const words = VERSIONS.get(bare);
  if (argument === '') return '';
  if (words !== undefined) {
    const [, version = '', text = ''] = /^(\S+)\s*(.*)$/.exec(argument) ?? [];
    return `${words} ${version}${text ? `: ${text}` : hasBody ? ':' : '.'}`;
  }
  const [, method] = /^http:(get|post|put|patch|delete|head|options)$/.exec(bare) ?? [];
  if (method !== undefined) return `${method.toUpperCase()} ${argument}`;
  return PRESENTATIONAL.has(bare) && !isPythonClass(bare, argument) ? '' : argument;
}

/** `class` is also a directive for the look of what follows. */
function isPythonClass(bare: string, argument: string): boolean {
  return bare === 'class' && /[(.A-Z]/.test(argument);
}

/** What is for printed or manual pages alone is said for web pages, too. */
function isForPages(expression: string): boolean {
  return !/^(latex|man|texinfo|text)\b/.test(expression) || /\bhtml\b/.test(expression);
}
