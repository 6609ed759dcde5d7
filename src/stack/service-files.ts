import type { ConfigValues } from '../config/schema.ts';
import type { ServiceName } from './service-spec.ts';
import type { ConfigFile } from './stack.ts';

export interface ServiceFilesInput {
  config: ConfigValues;
  secrets: { token: string; qdrantKey: string };
  /** Files of the door. */
  door: readonly ConfigFile[];
}

/** What each service finds in its configuration volume; secrets are nowhere else. */
export function serviceFiles(input: ServiceFilesInput): Record<ServiceName, readonly ConfigFile[]> {
  return {
    web: input.door,
    qdrant: [{ name: 'qdrant.yaml', content: qdrantSettings(input.secrets.qdrantKey) }],
    ollama: [],
    rag: backendFiles(input),
    qa: backendFiles(input),
    corpus: backendFiles(input),
  };
}

/** Laid over Qdrant's own defaults, which leave everything open. */
function qdrantSettings(key: string): string {
  return [
    'telemetry_disabled: true',
    'service:',
    `  api_key: ${JSON.stringify(key)}`,
    '  enable_cors: false',
    '  enable_snapshot_url_recovery: false',
    '',
  ].join('\n');
}

function backendFiles({ config, secrets }: ServiceFilesInput): ConfigFile[] {
  const { key } = config.generator;
  return [
    { name: 'token', content: secrets.token },
    { name: 'qdrant-key', content: secrets.qdrantKey },
    ...(key === undefined ? [] : [{ name: 'generator-key', content: key }]),
  ];
}
