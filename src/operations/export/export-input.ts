import { dirname } from 'node:path';
import type { CarriedFile } from '../../export/export-file.ts';
import type { ExportInput } from '../../export/export-input.ts';
import { exportedHardware } from '../../export/exported-hardware.ts';
import { unknownEngine } from '../../export/unknown-engine.ts';
import type { Runtime } from '../../runtime.ts';
import { baseImage } from '../../stack/backend-image.ts';
import type { Hardware } from '../../stack/hardware.ts';
import { imageReferences } from '../../stack/image-references.ts';
import { resolveStack } from '../../stack/resolve-stack.ts';
import { serviceFiles } from '../../stack/service-files.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import type { ResolvedImage, ResolvedStack } from '../../stack/stack.ts';
import type { Deployment } from './open-deployment.ts';

/** What the configuration asks for, resolved for a machine that is not known, and what goes along. */
export async function exportInput(
  { projectId, secrets }: Deployment,
  weights: readonly CarriedFile[],
  { config, docker: tools, version }: Runtime,
): Promise<ExportInput> {
  const docker = await tools();
  const owner = { project: config.project, projectId, version, createdBy: 'gecko export' };
  const { reference, contextFiles } = await docker.backendImage(null, config.images.base);
  const { token } = secrets;
  const door = await docker.doorFiles({ owner, config, token, hostOllama: null, isNameless: true });
  const files = serviceFiles({ config, secrets, door });
  const stackOn = (hardware: Hardware): ResolvedStack =>
    resolveStack({
      owner,
      config,
      engine: unknownEngine,
      hardware,
      images: withoutIds(imageReferences(config, hardware, reference)),
      files,
      secret: token,
      base: config.file === null ? process.cwd() : dirname(config.file),
      withModel: true,
    });
  const resolved = exportedHardware(config.gpus).map((hardware) => ({
    profile: hardware.profile,
    stack: stackOn(hardware),
  }));
  const [{ stack }] = resolved as [(typeof resolved)[number]];
  return {
    stack,
    ollama: resolved.flatMap(({ profile, stack: { services } }) =>
      services.filter(({ name }) => name === 'ollama').map((service) => ({ profile, service })),
    ),
    context: contextFiles,
    base: config.images.base ?? baseImage,
    own: await ownBackends(config, docker),
    weights,
    secrets: [token, secrets.qdrantKey, ...(config.generator.key ? [config.generator.key] : [])],
  };
}

function withoutIds(
  sources: ReturnType<typeof imageReferences>,
): Record<ServiceName, ResolvedImage> {
  const entries = Object.entries(sources).map(([name, source]) => [name, { ...source, id: null }]);
  return Object.fromEntries(entries) as Record<ServiceName, ResolvedImage>;
}

async function ownBackends(
  { services }: Runtime['config'],
  { folderFiles }: Awaited<ReturnType<Runtime['docker']>>,
): Promise<ExportInput['own']> {
  const own: Partial<Record<'rag' | 'qa', readonly CarriedFile[]>> = {};
  for (const name of ['rag', 'qa'] as const) {
    const { build } = services[name];
    if (build !== undefined) own[name] = await folderFiles(build);
  }
  return own;
}
