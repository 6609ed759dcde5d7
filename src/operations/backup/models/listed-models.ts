import type { VolumeTool } from '../../../engine/execute/volume-tool.ts';
import { modelNameOf } from './model-name-of.ts';
import { MODELS_FOLDER } from './models-folder.ts';
import { type ModelBlob, parseModelManifest } from './parse-model-manifest.ts';

/** A model as its manifest in a volume describes it. */
export interface VolumeModel {
  /** `llama3:latest` */
  name: string;
  /** Of its manifest, below `manifests/`. */
  path: string;
  manifest: string;
  blobs: readonly ModelBlob[];
}

/** What a volume of Ollama holds. */
export interface VolumeModels {
  models: VolumeModel[];
  /** Manifests that nobody can read; Ollama passes them over, too. */
  unreadable: string[];
  /** Bytes of each whole blob that is there, by its sha256. */
  blobs: ReadonlyMap<string, number>;
}

/** One line a file: `blob SIZE NAME`, `manifest BASE64 PATH`. What is not there is not listed. */
const script = `cd "$1" 2>/dev/null || exit 0
[ ! -d blobs ] || find blobs -type f -name 'sha256-*' -exec stat -c 'blob %s %n' {} +
[ ! -d manifests ] || find manifests -type f -exec sh -c \\
  'for file; do printf "manifest %s %s\\n" "$(base64 -w 0 < "$file")" "$file"; done' sh {} +`;

/** Looks into a volume of Ollama. Downloads that are under way are left out. */
export async function listedModels(tool: VolumeTool): Promise<VolumeModels> {
  const text = await tool.run(['sh', '-c', script, 'sh', MODELS_FOLDER]);
  const blobs = new Map<string, number>();
  const models: VolumeModel[] = [];
  const unreadable: string[] = [];
  for (const line of text.split('\n')) {
    const [, size, sha256] = /^blob (\d+) blobs\/sha256-([0-9a-f]{64})$/.exec(line) ?? [];
    if (sha256 !== undefined) blobs.set(sha256, Number(size));
    const [, packed, path] = /^manifest ([\w+/=]*) manifests\/(.+)$/.exec(line) ?? [];
    if (packed === undefined || path === undefined) continue;
    const manifest = Buffer.from(packed, 'base64').toString();
    const [name, parts] = [modelNameOf(path), parseModelManifest(manifest)];
    if (name === null || parts === null) unreadable.push(path);
    else models.push({ name, path, manifest, blobs: parts });
  }
  models.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { models, unreadable, blobs };
}
