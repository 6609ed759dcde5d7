import { Document, isCollection, isNode, stringify } from 'yaml';
import { setIn } from '../config/layer.ts';
import { type ConfigEntry, formatOrigin } from '../config/origin.ts';
import type { ResolvedConfig } from '../config/schema.ts';
import { catalog } from '../stack/catalog.ts';
import { hasService } from '../stack/corpus-backend.ts';
import type { ServiceName } from '../stack/service-spec.ts';
import type { Report, Style } from '../ui/ui.ts';
import { serviceNames } from './service-names.ts';

export interface ConfigInput {
  origin: boolean;
  /** Null: not said. */
  format: 'yaml' | 'json' | null;
  services: boolean;
}

/** The resolved configuration, or with `origin` where each value came from. Secrets are masked. */
export function showConfig(
  config: ResolvedConfig,
  { origin, format, services }: ConfigInput,
): Report {
  if (services) return servicesOf(config);
  return {
    json: {
      file: config.file,
      config: treeOf(config.entries),
      ...(origin ? { origins: originsOf(config.entries) } : {}),
    },
    text: (style) =>
      origin
        ? originText(config, format, style)
        : format === 'json'
          ? JSON.stringify(treeOf(config.entries), null, 2)
          : stringify(treeOf(config.entries)).trimEnd(),
  };
}

/** Those of the runtime that is configured; where none is, of the docker runtime. */
function servicesOf(config: ResolvedConfig): Report {
  const names: readonly string[] =
    config.runtime === 'embedded'
      ? serviceNames
      : catalog.map(({ name }) => name).filter((name) => isConfigured(name, config));
  return { json: { services: names }, text: () => names.join('\n') };
}

function isConfigured(name: ServiceName, config: ResolvedConfig): boolean {
  if (name === 'ollama') return config.profile !== 'host';
  return hasService(name, config);
}

function originText(
  { entries }: Pick<ResolvedConfig, 'entries'>,
  format: ConfigInput['format'],
  style: Style,
): string {
  if (format === null) return originLines(entries, style);
  if (format === 'json')
    return JSON.stringify({ config: treeOf(entries), origins: originsOf(entries) }, null, 2);
  const document = new Document(treeOf(entries));
  for (const { key, origin } of entries) {
    const node = document.getIn(key.split('.'), true);
    // In one line, so that the comment has a place behind it.
    if (isCollection(node)) node.flow = true;
    if (isNode(node)) node.comment = ` ${formatOrigin(origin)}`;
  }
  return document.toString({ lineWidth: 0 }).trimEnd();
}

function treeOf(entries: readonly ConfigEntry[]): Record<string, unknown> {
  const tree = {};
  for (const entry of entries) setIn(tree, entry.key.split('.'), shown(entry));
  return tree;
}

function originsOf(entries: readonly ConfigEntry[]): Record<string, unknown> {
  return Object.fromEntries(entries.map(({ key, origin }) => [key, origin]));
}

function originLines(entries: readonly ConfigEntry[], style: Style): string {
  const lines = entries.map((entry) => ({
    left: `${entry.key}: ${JSON.stringify(shown(entry))}`,
    origin: entry.origin,
  }));
  const width = Math.min(48, Math.max(...lines.map(({ left }) => left.length)));
  return lines
    .map(({ left, origin }) => {
      const text = `${left.padEnd(width)}  ${formatOrigin(origin)}`;
      return origin.kind === 'default' ? style.dim(text) : text;
    })
    .join('\n');
}

/** Of secrets in a tree, such as environment variables, the names are shown. */
function shown({ value, secret }: ConfigEntry): unknown {
  if (!secret) return typeof value === 'string' ? withoutPassword(value) : value;
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.keys(value).map((name) => [name, '********']))
    : '********';
}

/** `http://user:password@host` is no secret as a whole, but its password is. */
function withoutPassword(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/@:]*):[^/@]*@/i, '$1:********@');
}
