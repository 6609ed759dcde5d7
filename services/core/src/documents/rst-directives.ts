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
    'py:currentmodule js:module c:namespace cpp:namespace php:namespace'
  ).split(' '),
);

/** Titles and objects, which are shown also where nothing stands below them; other names are targets. */
const TEXTUAL = new Set(
  (
    'attention caution danger error hint important note tip warning admonition topic sidebar seealso todo ' +
    'epigraph highlights pull-quote centered table csv-table list-table tab tab-item group-tab dropdown card ' +
    'grid-item-card function method classmethod staticmethod class attribute data exception option cmdoption ' +
    'envvar describe confval object decorator property macro type struct enum cfunction cmember cmacro ctype ' +
    'cvar'
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
  if (argument === '') return '';
  const [words, text = ''] = versionWords(bare, argument) ?? [];
  if (words !== undefined) return `${words}${text ? `: ${text}` : hasBody ? ':' : '.'}`;
  const [, method] = /^http:(get|post|put|patch|delete|head|options)$/.exec(bare) ?? [];
  if (method !== undefined) return `${method.toUpperCase()} ${argument}`;
  if (PRESENTATIONAL.has(bare) && !isPythonClass(bare, argument)) return '';
  return hasBody || isTextual(bare) ? argument : '';
}

/** `py:function` is an object of a domain; `autofunction` shows one, too. */
function isTextual(bare: string): boolean {
  return bare.includes(':') || TEXTUAL.has(bare.replace(/^auto(?=\w)/, ''));
}

/** @returns the version in words, and what is said of it */
function versionWords(bare: string, argument: string): string[] | null {
  const [, version = '', text = ''] = /^(\S+)\s*(.*)$/.exec(argument) ?? [];
  if (bare === 'deprecated-removed') {
    const [, removed = '', more = ''] = /^(\S+)\s*(.*)$/.exec(text) ?? [];
    return [`Deprecated in ${version}, removed in ${removed}`, more];
  }
  const words = VERSIONS.get(bare);
  return words === undefined ? null : [`${words} ${version}`, text];
}

/** `class` is also a directive for the look of what follows. */
function isPythonClass(bare: string, argument: string): boolean {
  return bare === 'class' && /[(.A-Z]/.test(argument);
}

/** What is for printed or manual pages alone is said for web pages, too. */
function isForPages(expression: string): boolean {
  return !/^(latex|man|texinfo|text)\b/.test(expression) || /\bhtml\b/.test(expression);
}
