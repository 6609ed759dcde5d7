import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * The direction of the code (ARCHITECTURE.md), enforced: every import and every use of a process-wide
 * object is checked against one table of rules.
 */
const root = fileURLToPath(new URL('..', import.meta.url));

interface SourceFile {
  path: string;
  text: string;
  imports: { specifier: string; typeOnly: boolean; dynamic: boolean }[];
}

const files = ['src', 'services/core/src', 'services/rag/src', 'services/qa/src', 'web/src']
  .flatMap((folder) => walk(join(root, folder)))
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts') && !path.endsWith('.d.ts'))
  .map(read);

/** A package, and the only places that may import it at run time. */
const packageHomes: Record<string, RegExp> = {
  commander: /^src\/(program|help)(-.*)?\.ts$/,
  execa: /^(src\/clients\/exec.*|services\/core\/src\/(embed|models)\/.*)\.ts$/,
  '@inquirer/prompts': /^src\/ui\//,
  yaml: /^(src\/config\/.*|src\/adopt\/.*|src\/operations\/config.*|src\/export\/.*|services\/core\/src\/documents\/.*)\.ts$/,
  ollama: /^services\/core\/src\/generate\//,
  '@qdrant/js-client-rest': /^services\/core\/src\/store\/qdrant\//,
  '@lancedb/lancedb': /^services\/core\/src\/store\/lance\/load\.ts$/,
  'onnxruntime-node': /^services\/core\/src\/embed\//,
  '@xenova/transformers': /^services\/core\/src\/embed\//,
  '@hono/node-server': /^(services\/core\/src\/server\/.*|src\/embedded\/services)/,
  'prom-client': /^services\/core\/src\/http\//,
  'mdast-util-from-markdown': /^services\/core\/src\/documents\//,
  htmlparser2: /^services\/core\/src\/documents\//,
  unpdf: /^services\/core\/src\/documents\//,
  mammoth: /^services\/core\/src\/documents\//,
  yauzl: /^services\/core\/src\/documents\//,
  dockerode: /^src\/engine\/docker\//,
  aws4fetch: /^src\/archive\/repository\/s3-client\.ts$/,
  'age-encryption': /^src\/archive\/age\//,
  '@mongodb-js/zstd': /^src\/archive\/(repository|file)\//,
  'csv-parse': /^services\/core\/src\/documents\//,
  preact: /^web\/src\//,
  '@preact/signals': /^web\/src\//,
  'wouter-preact': /^web\/src\//,
  marked: /^web\/src\/ask\/plain-markdown\.ts$/,
  dompurify: /^web\/src\/ask\/plain-markdown\.ts$/,
  uplot: /^web\/src\/system\/plot\.tsx$/,
  'idb-keyval': /^web\/src\/ask\/browser-storage\.ts$/,
};

/** Folders that stay pure: no client, no file system, no process. */
const pureFolders = [
  /^src\/(stack|plan|export|fit|schedule|adopt)\//,
  /^services\/core\/src\/(contract|lexical|chunk)\//,
  /^services\/core\/src\/retrieve\/fuse\.ts$/,
  /^services\/core\/src\/answer\/abstain\.ts$/,
  /^src\/stack\//,
  /^src\/host\/(parse|diagnose)-/,
  /^src\/proof\//,
  /^src\/system\//,
];

/** Process-wide objects and their homes. */
const globalHomes: { use: RegExp; home: RegExp; reason: string }[] = [
  {
    use: /\bprocess\.env\b/,
    home: /^(src\/config\/load\.ts|services\/(rag|qa)\/src\/server\.ts|services\/core\/src\/store\/lance\/load\.ts)$/,
    reason: 'the environment is read in one place, so that every value has an origin',
  },
  {
    use: /\bconsole\.|\bprocess\.(stdout|stderr)\b/,
    home: /^(src\/(ui\/.*|main\.ts|help\.ts)|services\/(rag|qa)\/src\/server\.ts)$/,
    reason:
      'only the renderers write: stdout is the result, stderr the progress; a container logs to stdout',
  },
  {
    use: /\bprocess\.exitCode\b/,
    home: /^src\/main\.ts$/,
    reason: 'one boundary decides the exit code',
  },
  {
    use: /\bmkdirSync\([^;]*\brecursive: true/,
    home: /^src\/help\.ts$/,
    reason: 'it never ends below /proc; state/make-folder.ts does',
  },
];

describe('structure', () => {
  it('finds the source', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  it('has a file wherever a rule looks for one', () => {
    const homes = [...Object.values(packageHomes), ...globalHomes.map(({ home }) => home)];
    const idle = [...homes, ...pureFolders].filter(
      (pattern) => !files.some(({ path }) => pattern.test(path)),
    );
    expect(idle).toEqual([]);
  });

  it('keeps services free of src', () => {
    expect(
      offenders(
        (file, specifier) =>
          file.startsWith('services/') && target(file, specifier).startsWith('src/'),
      ),
    ).toEqual([]);
  });

  it('lets the page know nothing of the rest but its HTTP interface, nor the rest of the page', () => {
    const wrong = files.flatMap(({ path, imports }) =>
      imports
        .map(({ specifier }) => target(path, specifier))
        .filter((to) => /^(src|services|web)\//.test(to))
        .filter((to) => path.startsWith('web/') !== to.startsWith('web/'))
        .map((to) => `${path} imports ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it('lets src know services by types of the contract alone, but for embedded/services.ts', () => {
    const wrong = files.flatMap(({ path, imports }) =>
      path.startsWith('src/') && path !== 'src/embedded/services.ts'
        ? imports
            .filter(
              ({ specifier, typeOnly }) =>
                specifier.startsWith('@gecko/') &&
                !(typeOnly && specifier.startsWith('@gecko/core/contract/')),
            )
            .map(({ specifier }) => `${path} imports ${specifier}`)
        : [],
    );
    expect(wrong).toEqual([]);
  });

  it('lets commands import operations, ui, errors and types only', () => {
    const allowed = /^src\/(operations|ui|errors|error-codes|commands)\b/;
    const wrong = files.flatMap(({ path, imports }) =>
      path.startsWith('src/commands/')
        ? imports
            .filter(
              ({ specifier, typeOnly }) => !typeOnly && !allowed.test(target(path, specifier)),
            )
            .map(({ specifier }) => `${path} imports ${specifier}`)
        : [],
    );
    expect(wrong).toEqual([]);
  });

  it.each(Object.entries(packageHomes))('imports %s only where it lives', (name, home) => {
    expect(
      offenders((file, specifier) => packageOf(specifier) === name && !home.test(file)),
    ).toEqual([]);
  });

  /** An image of the backends has no LanceDB, and the embedded runtime needs no client of Qdrant. */
  it.each(['lance', 'qdrant'])('loads the store in %s only where it is opened', (adapter) => {
    const home = `services/core/src/store/${adapter}/`;
    const wrong = files.flatMap(({ path, imports }) =>
      path.startsWith(home)
        ? []
        : imports
            .filter(
              ({ specifier, typeOnly, dynamic }) =>
                !typeOnly && !dynamic && target(path, specifier).startsWith(home),
            )
            .map(({ specifier }) => `${path} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps pure folders pure', () => {
    const impure =
      /^(node:(fs|child_process|net|http|https|worker_threads|process|os)|execa|undici|ollama|@lancedb)/;
    expect(
      offenders(
        (file, specifier) =>
          pureFolders.some((folder) => folder.test(file)) && impure.test(specifier),
      ),
    ).toEqual([]);
  });

  it.each(globalHomes)('keeps $use at home: $reason', ({ use, home }) => {
    const wrong = files.filter(
      ({ path, text }) => use.test(withoutComments(text)) && !home.test(path),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('has no drawers, and no barrels', () => {
    expect(
      files
        .map(({ path }) => path)
        .filter((path) => /(^|\/)(utils?|common|helpers?|misc)(\/|\.ts$)/.test(path)),
    ).toEqual([]);
    const barrels = files.filter(({ text }) => /^\s*export \* from/m.test(text));
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });

  it('keeps files small', () => {
    const lengths = files
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .sort((a, b) => a.lines - b.lines);
    expect(lengths[Math.floor(lengths.length / 2)]?.lines).toBeLessThan(90);
    expect(lengths.filter(({ lines }) => lines > 301)).toEqual([]);
  });

  /**
   * onnxruntime-node's script fetches CUDA files and fails where it cannot. npm 11 is told by allowScripts;
   * npm 10 runs the scripts that the lock file marks. After an npm install, take the marks out again.
   */
  it('lets no package run a script at installation', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    expect(Object.keys(packages).filter((name) => packages[name].hasInstallScript)).toEqual([]);
  });

  it('takes zod as a namespace, of which the build leaves out what nobody uses', () => {
    const whole = files.filter(({ text }) =>
      /import \{[^}]*\bz\b[^}]*\} from 'zod\/mini'/.test(text),
    );
    expect(whole.map(({ path }) => path)).toEqual([]);
  });

  it('loads no file in a circle', () => {
    expect(findCycle()).toBeNull();
  });
});

function walk(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function read(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:([^'";]*?)\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'/g;
  const imports = [...withoutComments(text).matchAll(pattern)].map(
    ([whole, type, names, fixed, dynamic]) => ({
      specifier: fixed ?? dynamic ?? '',
      dynamic: dynamic !== undefined,
      typeOnly: !whole.includes('import(') && (type !== undefined || onlyTypes(names)),
    }),
  );
  return { path: relative(root, path), text, imports };
}

/** `{ type A, type B }` */
function onlyTypes(names: string | undefined): boolean {
  const inner = /^\{([^}]*)\}$/.exec(names?.trim() ?? '')?.[1];
  const parts = (inner ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  return parts.length > 0 && parts.every((part) => part.startsWith('type '));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

function target(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return join(dirname(from), specifier);
  const own = /^@gecko\/(core|rag|qa)\/(.+)$/.exec(specifier);
  return own ? `services/${own[1]}/src/${own[2]}.ts` : specifier;
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

function offenders(wrong: (file: string, specifier: string) => boolean): string[] {
  return files.flatMap(({ path, imports }) =>
    imports
      .filter(({ specifier, typeOnly }) => !typeOnly && wrong(path, specifier))
      .map(({ specifier }) => `${path} imports ${specifier}`),
  );
}

/** A cycle among run-time imports, as a list of files, or null. */
function findCycle(): string[] | null {
  const edges = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.filter(({ typeOnly }) => !typeOnly).map(({ specifier }) => target(path, specifier)),
    ]),
  );
  const done = new Set<string>();
  const visit = (path: string, trail: string[]): string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const next of edges.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle) return cycle;
    }
    done.add(path);
    return null;
  };
  for (const path of edges.keys()) {
    const cycle = visit(path, []);
    if (cycle) return cycle;
  }
  return null;
}
