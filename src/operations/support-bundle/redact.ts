/** What is known to be private on this machine and in this project. */
export interface Known {
  /** Tokens, keys and passwords, as they are written. */
  secrets: readonly string[];
  /** Home folder of the user; empty: none. */
  home: string;
  user: string;
  /** Names of this machine, and of others that the configuration names. */
  hosts: readonly string[];
  /** Folders that documents come from, absolute. */
  folders: readonly string[];
  /** Names and titles of documents, as far as they are known. */
  documents: readonly string[];
}

/** Takes what is private out of a text. */
export interface Redactor {
  /** Of text that gecko wrote itself. */
  text(text: string): string;
  /** Of a JSON document, which stays one. */
  tree(value: unknown): unknown;
  /** Of lines that other programs wrote, too: they may have questions and documents in them. */
  log(text: string): string;
}

type Rule = readonly [RegExp, string];

/** Shorter ones would take ordinary text with them. */
const SHORTEST = { secret: 4, name: 3 };

/** Names of users that are nobody's. */
const common = new Set(['root', 'user', 'admin', 'ubuntu', 'debian', 'node', 'docker', 'gecko']);

/**
 * The one place where the support bundle is made safe to hand on. Pure. What is known is taken out
 * wherever it stands; what is not known is found by its form.
 */
export function createRedactor(known: Known): Redactor {
  const general = [...knownRules(known), ...forms];
  const strict = [...lists(known.documents, SHORTEST.name, '[document]'), ...general, ...spoken];
  const text = (given: string) => applied(general, given);
  const tree = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(tree);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => [
      text(key),
      isSecretName(key) && typeof inner === 'string' ? '[secret]' : tree(inner),
    ]);
    return Object.fromEntries(entries);
  };
  return { text, tree, log: (given) => applied(strict, given) };
}

function isSecretName(key: string): boolean {
  return /(?:password|passwd|secret|token|api[-_]?key|private[-_]?key|cookie|authorization)$/i.test(
    key,
  );
}

function applied(rules: readonly Rule[], text: string): string {
  return rules.reduce((left, [pattern, by]) => left.replace(pattern, by), text);
}

function knownRules({ secrets, home, user, hosts, folders }: Known): Rule[] {
  const written = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    base64(secret),
  ]);
  return [
    ...lists(written, SHORTEST.secret, '[secret]'),
    ...(home.length > 1 ? [[bounded(home), '~'] as const] : []),
    ...lists(folders, SHORTEST.name, '[folder]'),
    ...(common.has(user) || user.length < SHORTEST.name
      ? []
      : [[whole([user]), '[user]'] as const]),
    ...(hosts.length === 0 ? [] : [[whole(hosts), '[host]'] as const]),
  ];
}

/**
 * Where an absolute path begins: not after what may be in a path, but in a URL, after an option (`-v/home/…`),
 * and after a colour or a line break as logs write them.
 */
const begins = String.raw`(?:(?<![\w.~+%)}-])|(?<=:\/\/[^\s\/"'<>]*)|(?<=(?:^|[\s"'])-\w)|(?<=\\[nrt])|(?<=\u001b\[[\d;]*m))`;

/** Folders in which systems and engines have the homes that are elsewhere in /home or /Users. */
const above = String.raw`(?:\/(?:var|usr|export|mnt\/[a-z]|host_mnt(?:\/[a-z])?|run\/desktop\/mnt\/host\/[a-z]|System\/Volumes\/Data))?`;

/** What is private by its form, whoever wrote it. */
const forms: readonly Rule[] = [
  [/-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, '[key]'],
  [/\b(Bearer|Basic|Digest|token)\s+(?!\[)[\w.~+/-]{8,}=*/gi, '$1 [secret]'],
  [/(\b(?:set-)?cookie["']?\s*[:=]\s*["']?)[^\r\n"']+/gi, '$1[secret]'],
  [/\bgecko_[\w-]+=[\w.%-]+/g, 'gecko_[session]'],
  // Of a URL: user and password, and where it leads by ssh.
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"'<>]+@/gi, '$1[user]@'],
  [/\b(ssh:\/\/)(?:\[user\]@)?[^\s/"':]+/gi, '$1[host]'],
  [
    /([?&](?:code|token|key|api[-_]?key|secret|password|signature|sig)=)[^&\s"'<>]+/gi,
    '$1[secret]',
  ],
  [
    /(["']?[\w.-]*(?:password|passwd|secret|api[-_]?key|access[-_]?key|private[-_]?key|auth(?:orization)?|credentials?)["']?\s*[:=]\s*)(?!["']?(?:\[|\*{3}|null|true|false|Bearer|Basic|\{))("[^"\r\n]*"|'[^'\r\n]*'|[^\s,;"'}\]]+)/gi,
    '$1[secret]',
  ],
  [
    /(["']?\w*(?:_|-)?(?:token|key)["']?\s*[:=]\s*["']?)(?=[\w.~+/-]{16,})(?=\S*\d)[\w.~+/-]+=*/gi,
    '$1[secret]',
  ],
  [/\b(?:sk|pk|ghp|gho|hf|xox[abp])[-_][\w-]{12,}/g, '[secret]'],
  [/\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g, '[secret]'],
  // As long as gecko's own secrets, and of letters and digits mixed; sums in hex stay.
  [/(?<![\w/+-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{40,}(?![\w/+-])/g, '[secret]'],
  [new RegExp(String.raw`${begins}(${above}\/(?:home|Users)\/)[^/\s"':]+`, 'g'), '$1[user]'],
  [/([A-Z]:\\{1,2}Users\\{1,2})[^\\\s"']+/gi, '$1[user]'],
  // `name@host`, but no digest and no version of a package.
  [
    /(?<![\w/])(?:\[user\]|[A-Za-z][\w.+-]*)@(?!sha256\b)(?:\[host\]|[A-Za-z][\w-]*(?:\.[\w-]+)*)/g,
    '[user]@[host]',
  ],
  // Loopback and private networks say how things are wired, and nothing of anybody.
  [
    /(?<![\d.])(?!127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|0\.0\.0\.0|255\.)(?:\d{1,3}\.){3}\d{1,3}(?!\d|\.\d)/g,
    '[address]',
  ],
  [/(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}(?![\w:])/gi, '[address]'],
  [/(?<![\w:])(?=[0-9a-f:]*\d)(?:[0-9a-f]{1,4}:){1,7}:[0-9a-f:]*[0-9a-f](?![\w:])/gi, '[address]'],
];

/** What programs say of questions and documents. */
const spoken: readonly Rule[] = [
  [
    /(["']?\b(?:question|query|prompt|messages?_?text|input|content|answer|response|text|title|path|file|source|document)["']?\s*[=:]\s*)("(?:[^"\\]|\\.)*"|'[^']*'|\[.*\]|\{.*\}|[^\s,}]+)/gi,
    '$1[text]',
  ],
  // What is asked for in a URL: filters, paths of documents.
  [/(\/[\w%./-]*)\?(?!\[)[^\s"']+/g, '$1?[query]'],
  [/"[^"\r\n]*\.(?:md|markdown|txt|pdf|docx?|html?|csv|jsonl?)"/gi, '"[document]"'],
  [/[^\s"'=/]+\.(?:md|markdown|txt|pdf|docx?|html?|csv|jsonl)\b/gi, '[document]'],
];

/** Rules that take out each of these, the longest first: one may be part of another. */
function lists(texts: readonly string[], shortest: number, by: string): Rule[] {
  const kept = [...new Set(texts)].filter(({ length }) => length >= shortest);
  if (kept.length === 0) return [];
  const sorted = kept.toSorted((a, b) => b.length - a.length).map(escaped);
  return [[new RegExp(sorted.join('|'), 'g'), by]];
}

/** Names, and not parts of words. */
function whole(names: readonly string[]): RegExp {
  const sorted = names.toSorted((a, b) => b.length - a.length).map(escaped);
  return new RegExp(`(?<![\\w-])(?:${sorted.join('|')})(?![\\w-])`, 'gi');
}

/** A folder, and not one whose name begins like it, or that lies in another. */
function bounded(folder: string): RegExp {
  return new RegExp(`${begins}${escaped(folder)}(?![\\w.-])`, 'g');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** Without the padding, which depends on what stands beside it. */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text))).replace(/=+$/, '');
}
