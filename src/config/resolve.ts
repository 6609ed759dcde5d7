import { dirname, join, resolve } from 'node:path';
import { awsOf } from './aws-of.ts';
import { blockedPorts } from './blocked-ports.ts';
import { checkLayer } from './check-layer.ts';
import { parseDotenv } from './dotenv.ts';
import { isBucket } from './is-bucket.ts';
import { type Key, keys } from './keys.ts';
import { getIn, type Layer, setIn } from './layer.ts';
import { parseOllamaHost } from './ollama-host.ts';
import type { ConfigEntry, Origin } from './origin.ts';
import { configError, type Problem } from './problem.ts';
import { Config, type ConfigValues, type ResolvedConfig } from './schema.ts';
import { mistyped, type Variable, variableLayer } from './variable-layer.ts';

export interface SourceFile {
  path: string;
  text: string;
}

/** Values given as flags, by key. */
export type Flags = Readonly<Record<string, string | boolean>>;

/** Everything that configuration is made from. */
export interface Sources {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  flags: Flags;
  /** gecko.yaml */
  file: SourceFile | null;
  dotenv: SourceFile | null;
  /** The user's config.yaml. */
  user: SourceFile | null;
}

const localOllama = ['http://127.0.0.1:11434', 'http://127.0.0.1:11435'];

/**
 * Merges the sources, key by key; pure.
 * @throws GeckoError CONFIG_SYNTAX, CONFIG_INVALID, CONFIG_UNKNOWN_KEY (exit 2), all problems in one
 */
export async function resolveConfig(sources: Sources): Promise<ResolvedConfig> {
  const variables = [environmentVariables(sources.env), dotenvVariables(sources.dotenv)] as const;
  const layers = strictly([
    flagLayer(sources.flags),
    ...variables.map(variableLayer),
    ...(await Promise.all([sources.file, sources.user].map(fileLayer))),
  ]);
  const entries = keys.flatMap((key) => entryOf(key, layers));
  const values = Config.parse(treeOf(entries, sources), { jitless: true });
  strictly([checkTogether(values, entries)]);
  const ollama = ollamaAddress(variables.flat());
  const { weights, offline } = values;
  const ollamaModels = find(variables.flat(), 'OLLAMA_MODELS')?.value;
  return {
    ...values,
    weights: { ...weights, offline: weights.offline || offline },
    ollama: ollama.urls,
    ...(ollamaModels === undefined ? {} : { ollamaModels }),
    hub: (find(variables.flat(), 'HF_ENDPOINT')?.value ?? 'https://huggingface.co').replace(
      /\/+$/,
      '',
    ),
    outbound: outboundOf(variables.flat(), values.tls.ca),
    aws: awsOf((name) => find(variables.flat(), name)?.value),
    entries,
    notes: ollama.notes,
    warnings: mistyped(variables.flat()),
    file: sources.file?.path ?? null,
    dotenv: variables[1].some(({ name }) => isOurs(name)) ? (sources.dotenv?.path ?? null) : null,
  };
}

/** What holds where nothing is configured. */
export function defaultConfig(): Promise<ResolvedConfig> {
  return resolveConfig({ cwd: '/', env: {}, flags: {}, file: null, dotenv: null, user: null });
}

/** Whether gecko reads a variable; what else is in the file is another program's. */
function isOurs(name: string): boolean {
  return (
    name.startsWith('GECKO_') || ['OLLAMA_HOST', 'OLLAMA_MODELS', 'HF_ENDPOINT'].includes(name)
  );
}

/** Checks each layer by itself, and throws all that is wrong in all of them. */
function strictly(found: readonly (Layer | Problem[])[]): Layer[] {
  const layers = found.filter((layer): layer is Layer => !Array.isArray(layer));
  const problems = [
    ...found.flatMap((layer) => (Array.isArray(layer) ? layer : [])),
    ...layers.flatMap(checkLayer),
  ];
  const [first, ...others] = problems;
  if (first) throw configError([first, ...others]);
  return layers;
}

/** The YAML parser is loaded only where there is a file: most calls need none. */
async function fileLayer(file: SourceFile | null): Promise<Layer | Problem[]> {
  if (file === null) return [];
  const { yamlLayer } = await import('./yaml-layer.ts');
  return yamlLayer(file.text.replace(/^\uFEFF/, ''), file.path);
}

function flagLayer(flags: Flags): Layer {
  return { values: { ...flags }, origin: ([name]) => ({ kind: 'flag', flag: `--${name}` }) };
}

function environmentVariables(env: Sources['env']): Variable[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value, origin: { kind: 'environment', name } }],
  );
}

function dotenvVariables(file: SourceFile | null): Variable[] {
  if (file === null) return [];
  return parseDotenv(file.text).map(({ name, value, line }) => ({
    name,
    value,
    origin: { kind: 'dotenv', file: file.path, line, name },
  }));
}

function entryOf(key: Key, layers: readonly Layer[]): ConfigEntry[] {
  for (const layer of layers) {
    const value = getIn(layer.values, key.path);
    if (value !== undefined)
      return [{ key: key.name, value, secret: key.secret, origin: layer.origin(key.path) }];
  }
  if (key.default === undefined) return [];
  return [{ key: key.name, value: key.default, secret: key.secret, origin: { kind: 'default' } }];
}

function treeOf(entries: readonly ConfigEntry[], sources: Sources): Record<string, unknown> {
  const tree = {};
  for (const { key, value, origin } of entries) {
    const { form, path } = keyNamed(key);
    const isPath = form === 'path' && typeof value === 'string';
    setIn(tree, path, isPath ? absolute(value, origin, sources) : value);
  }
  return tree;
}

function keyNamed(name: string): Key {
  const key = keys.find((candidate) => candidate.name === name);
  if (!key) throw new Error(`${name} is not in the schema`);
  return key;
}

/** Relative to the file that names it; `~` is the home folder, as in a shell. */
function absolute(path: string, origin: Origin, { cwd, env }: Sources): string {
  // Where something else than a folder will do, it is written as a URL.
  if (isBucket(path)) return path;
  if (/^~(?=\/|$)/.test(path) && env.HOME) return join(env.HOME, path.slice(1));
  return resolve('file' in origin ? dirname(origin.file) : cwd, path);
}

/** What no key can check by itself. */
function checkTogether(values: ConfigValues, entries: readonly ConfigEntry[]): Problem[] {
  const originOf = (name: string): Origin =>
    entries.find(({ key }) => key === name)?.origin ?? { kind: 'default' };
  const { tokens, overlap } = values.corpus.chunk;
  const problems: Problem[] = [];
  if (overlap >= tokens)
    problems.push({
      code: 'CONFIG_INVALID',
      origin: originOf('corpus.chunk.overlap'),
      text: `corpus.chunk.overlap (${overlap}) must be smaller than corpus.chunk.tokens (${tokens})`,
    });
  const { web, rag, qa, qdrant, ollama } = values.ports;
  const used = values.runtime === 'docker' ? { web, rag, qa, qdrant, ollama } : { web, rag, qa };
  const ports = Object.entries(used).flatMap(([name, port]) =>
    [port].flat().map((number) => ({ name: `ports.${name}`, number })),
  );
  if (values.generator.kind === 'openai' && values.generator.url === undefined)
    problems.push({
      code: 'CONFIG_INVALID',
      origin: originOf('generator.kind'),
      text: 'generator.kind is openai, and needs the key generator.url',
    });
  for (const [index, { name, number }] of ports.entries()) {
    if (blockedPorts.has(number))
      problems.push({
        code: 'CONFIG_INVALID',
        origin: originOf(name),
        text: `${name} is ${number}, a port that no browser opens`,
      });
    const other = ports.slice(0, index).find((earlier) => earlier.number === number);
    if (!other) continue;
    const given = originOf(name).kind === 'default' ? other.name : name;
    problems.push({
      code: 'CONFIG_INVALID',
      origin: originOf(given),
      text: `${other.name} and ${name} are both ${number}; each needs a port of its own`,
    });
  }
  return problems;
}

/** Design: `generator.url`, else OLLAMA_HOST, else this machine. */
function ollamaAddress(variables: readonly Variable[]): { urls: string[]; notes: string[] } {
  const given = find(variables, 'OLLAMA_HOST');
  if (!given) return { urls: localOllama, notes: [] };
  const result = parseOllamaHost(given.value);
  if ('url' in result) return { urls: [result.url], notes: [] };
  const note = `OLLAMA_HOST=${given.value} is not used here: ${result.ignored}. Looking at 127.0.0.1 instead.`;
  return { urls: localOllama, notes: [note] };
}

/** The first that is not empty: the environment stands before `.env`. */
function find(variables: readonly Variable[], wanted: string): Variable | undefined {
  return variables.find(({ name, value }) => name === wanted && value.trim() !== '');
}

/** As other programs read them; the lower-case name stands before the other. */
function outboundOf(
  variables: readonly Variable[],
  ca: string | undefined,
): ResolvedConfig['outbound'] {
  const named = (name: string) =>
    (find(variables, name.toLowerCase()) ?? find(variables, name))?.value;
  const all = {
    httpProxy: named('HTTP_PROXY') ?? named('ALL_PROXY'),
    httpsProxy: named('HTTPS_PROXY') ?? named('ALL_PROXY'),
    noProxy: named('NO_PROXY'),
    ca,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
