import type { OldMount } from './old-stack.ts';

/** The `volumes` at the top of a Compose file, and what Compose calls its own. */
export interface ComposeVolumes {
  project: string;
  /** By key. */
  volumes: Readonly<Record<string, unknown>>;
  /** Folder of the file. */
  folder: string;
}

/** The `volumes` of a service, in Compose's short and long form; anonymous ones have no name to know. */
export function composeMounts(given: unknown, of: ComposeVolumes): OldMount[] {
  if (!Array.isArray(given)) return [];
  return given.flatMap((one: unknown): OldMount[] => {
    if (typeof one === 'object' && one !== null) {
      const { type, source, target } = one as Record<string, unknown>;
      if (typeof source !== 'string' || typeof target !== 'string') return [];
      return type === 'bind' || type === 'volume' ? [mount(type, source, target, of)] : [];
    }
    const [source = '', target] = String(one).split(':');
    if (target === undefined) return [];
    return [mount(/^[./~]/.test(source) ? 'bind' : 'volume', source, target, of)];
  });
}

function mount(
  type: OldMount['type'],
  source: string,
  target: string,
  of: ComposeVolumes,
): OldMount {
  if (type === 'bind') return { type, source: inFolder(of.folder, source), target: plain(target) };
  return { type, source: volumeName(source, of), target: plain(target) };
}

/** An external volume, or one with a name of its own, has that; Compose prefixes the others. */
function volumeName(key: string, { project, volumes }: ComposeVolumes): string {
  const options = (volumes[key] ?? {}) as { name?: unknown; external?: unknown };
  if (typeof options.name === 'string') return options.name;
  const { external } = options;
  if (typeof external === 'object' && external !== null && 'name' in external)
    return String(external.name);
  return external === true ? key : `${project}_${key}`;
}

function inFolder(folder: string, path: string): string {
  if (path.startsWith('/') || path.startsWith('~')) return path;
  const parts = folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function plain(target: string): string {
  return target.length > 1 ? target.replace(/\/+$/, '') : target;
}
