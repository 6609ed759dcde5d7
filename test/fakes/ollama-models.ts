import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** A model as the folder of an Ollama has it. */
export interface KeptModel {
  name: string;
  /** Sha256 of its manifest. */
  digest: string;
  /** Bytes of all its files. */
  size: number;
}

interface Layer {
  mediaType: string;
  digest: string;
  size: number;
}

interface Manifest {
  schemaVersion: 2;
  mediaType: string;
  config: Layer;
  layers: Layer[];
}

/** Bytes of the weights of each; most of them are a hole. */
export const WEIGHTS = 50_000_000;

const sums = new Map<string, string>();

/**
 * Models on a disk in the layout of a real Ollama: `models/manifests/HOST/USER/MODEL/TAG` names files of
 * `models/blobs`, each called by its sha256. Looked at anew at each call, as the real one does.
 */
export function ollamaModels(folder: string) {
  const [manifests, blobs] = [join(folder, 'models', 'manifests'), join(folder, 'models', 'blobs')];
  const blobOf = (digest: string) => join(blobs, digest.replace(':', '-'));
  const read = (path: string) => readFileSync(join(manifests, path), 'utf8');
  const partsOf = (path: string) => {
    const { config, layers } = JSON.parse(read(path)) as Manifest;
    return [...layers, config];
  };
  const paths = () =>
    existsSync(manifests)
      ? readdirSync(manifests, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(manifests.length + 1))
          .sort()
      : [];
  const put = (mediaType: string, content: string, size = content.length): Layer => {
    mkdirSync(blobs, { recursive: true });
    const digest = `sha256:${sumOf(content, size)}`;
    if (!existsSync(blobOf(digest))) {
      const partial = `${blobOf(digest)}-partial`;
      writeFileSync(partial, content);
      truncateSync(partial, size);
      renameSync(partial, blobOf(digest));
    }
    return { mediaType, digest, size };
  };
  return {
    /** As the real one, without those of which a file is missing. */
    list: (): KeptModel[] =>
      paths()
        .filter((path) => partsOf(path).every(({ digest }) => existsSync(blobOf(digest))))
        .map((path) => ({
          name: nameOf(path),
          digest: createHash('sha256').update(read(path)).digest('hex'),
          size: partsOf(path).reduce((sum, { size }) => sum + size, 0),
        })),
    /** Of the weights, as a pull tells of them. */
    layerOf: (name: string) => ({
      digest: `sha256:${sumOf(weightsOf(name), WEIGHTS)}`,
      total: WEIGHTS,
    }),
    add(name: string) {
      const layers = [
        put('application/vnd.ollama.image.model', weightsOf(name), WEIGHTS),
        put('application/vnd.ollama.image.template', '{{ .Prompt }}'),
      ];
      const config = put('application/vnd.docker.container.image.v1+json', configOf(name));
      const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
      const manifest: Manifest = { schemaVersion: 2, mediaType, config, layers };
      const file = join(manifests, pathOf(name));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(manifest));
    },
    remove(name: string) {
      const gone = partsOf(pathOf(name));
      rmSync(join(manifests, pathOf(name)));
      const used = new Set(paths().flatMap((path) => partsOf(path).map(({ digest }) => digest)));
      for (const { digest } of gone) if (!used.has(digest)) rmSync(blobOf(digest), { force: true });
    },
  };
}

function pathOf(name: string): string {
  const [model = '', tag = 'latest'] = name.split(':');
  return ['registry.ollama.ai', ...(model.includes('/') ? [] : ['library']), model, tag].join('/');
}

function nameOf(path: string): string {
  const [, user, model, tag] = path.split('/');
  return user === 'library' ? `${model}:${tag}` : `${user}/${model}:${tag}`;
}

function weightsOf(name: string): string {
  return `GGUF of ${name}`;
}

function configOf(name: string): string {
  return JSON.stringify({ model_format: 'gguf', model_family: 'llama', of: name });
}

/** Of a text that is followed by zeros. */
function sumOf(content: string, size: number): string {
  const key = `${size} ${content}`;
  const known = sums.get(key);
  if (known !== undefined) return known;
  const zeros = Buffer.alloc(size - content.length);
  const sum = createHash('sha256').update(content).update(zeros).digest('hex');
  sums.set(key, sum);
  return sum;
}
