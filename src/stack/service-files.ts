import type { ConfigValues } from '../config/schema.ts';
import { doorInputOf, pageFolder } from './door/door-input-of.ts';
import { renderDoor } from './door/render-door.ts';
import type { Owner } from './labels.ts';
import { CONFIG_FOLDER, type ServiceName } from './service-spec.ts';
import type { ConfigFile } from './stack.ts';

export interface ServiceFilesInput {
  owner: Owner;
  config: ConfigValues;
  secrets: { token: string; qdrantKey: string };
  /** The files of templates/nginx by name. */
  doorTemplates: Readonly<Record<string, string>>;
  /** Files of the page, by their path. */
  page: readonly ConfigFile[];
  /** Of the profile `host`, as containers see it; null otherwise. */
  hostOllama: string | null;
}

/** What each service finds in its configuration volume; secrets are nowhere else. */
export function serviceFiles(input: ServiceFilesInput): Record<ServiceName, ConfigFile[]> {
  return {
    web: doorFiles(input),
    qdrant: [{ name: 'qdrant.yaml', content: qdrantSettings(input.secrets.qdrantKey) }],
    ollama: [],
    rag: backendFiles(input),
    qa: backendFiles(input),
  };
}

function doorFiles(input: ServiceFilesInput): ConfigFile[] {
  const { owner, config, secrets, hostOllama, doorTemplates, page } = input;
  const door = doorInputOf({ owner, config, token: secrets.token, hostOllama });
  const folder = pageFolder.slice(CONFIG_FOLDER.length + 1);
  return [
    ...Object.entries(renderDoor(door, doorTemplates)).map(([name, content]) => ({
      name,
      content,
    })),
    ...page.map(({ name, content }) => ({ name: `${folder}/${name}`, content })),
  ];
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
