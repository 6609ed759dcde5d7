import type { ConfigValues } from '../../config/schema.ts';
import { allowedHosts } from '../allowed-hosts.ts';
import { catalog } from '../catalog.ts';
import { corpusBackend, isUsersOwn } from '../corpus-backend.ts';
import { doorListens } from '../door-ports.ts';
import type { Owner } from '../labels.ts';
import { containerName } from '../names.ts';
import { type BackendName, CONFIG_FOLDER, OWN_PAGE_FOLDER } from '../service-spec.ts';
import { webOrigins } from '../web-origins.ts';
import type { DoorBackend, DoorInput } from './door-input.ts';
import { pagePolicy } from './page-policy.ts';

export interface DoorSettings {
  owner: Owner;
  config: ConfigValues;
  /** The project's token. */
  token: string;
  /**
   * Base URL of the Ollama that runs on the engine's machine, for the profile `host`, as containers see
   * it; null for every other profile.
   */
  hostOllama: string | null;
  /** True where another program names the containers: then no replica has a name of its own. */
  isNameless?: boolean;
  /** A user's own page is mounted; else it comes as files, like ours. */
  mountsPage?: boolean;
}

/**
 * Folder of our page in the container: with the configuration, which comes by a volume to any engine. A
 * user's own build may be large, and is mounted where the engine has it.
 */
const pageFolder = `${CONFIG_FOLDER}/page`;

/** Of the image. */
const systemAuthorities = '/etc/ssl/certs/ca-certificates.crt';

/** Name of the user's `tls.ca` among the door's files. */
export const ownAuthorities = 'authorities.pem';

/**
 * What the door of a stack is to do.
 * @param index text of index.html in `web.root`; null: the page is ours
 */
export function doorInputOf(settings: DoorSettings, index: string | null): DoorInput {
  const { owner, config, token, hostOllama, mountsPage = false } = settings;
  const { limits, publish } = config;
  return {
    project: owner.project,
    projectId: owner.projectId,
    token,
    ports: doorListens,
    hosts: allowedHosts(config),
    origins: webOrigins(config),
    page: {
      folder: index !== null && mountsPage ? OWN_PAGE_FOLDER : pageFolder,
      policy: pagePolicy(config, index),
      isOurs: index === null,
    },
    rag: backend('rag', settings),
    qa: backend('qa', settings),
    corpus: corpusBackend(config) === 'corpus' ? backend('corpus', settings) : null,
    qdrant: { server: `qdrant:${doorListens.qdrant}`, isPublished: publish.qdrant },
    probes: catalog
      .filter(({ name }) => name !== 'web')
      .map(({ name, port, probePath }) => ({ service: name, port, path: probePath })),
    ollama: ollama(config, hostOllama),
    authorities: config.tls.ca === undefined ? systemAuthorities : ownAuthorities,
    exposed: config.expose ? { isEncrypted: config.tls.cert !== undefined } : null,
    limits: { deadline: limits.deadline, json: limits.body, document: limits.document },
    resolver: null,
    scratch: '/tmp',
  };
}

/** One DNS name has the addresses of all replicas: scaling changes nothing here. */
function backend(
  name: BackendName,
  { owner, config, isNameless = false }: DoorSettings,
): DoorBackend {
  const port = catalog.find((spec) => spec.name === name)?.port;
  const server = `${name}:${port}`;
  return {
    replicas: [server],
    first: isNameless ? server : `${containerName(owner.project, name, 1)}:${port}`,
    isOurs: name === 'corpus' || !isUsersOwn(name, config),
  };
}

function ollama(
  { generator, publish }: ConfigValues,
  hostOllama: string | null,
): DoorInput['ollama'] {
  const { kind, url } = generator;
  const isPublished = publish.ollama;
  if (kind === 'openai' && url !== undefined)
    return { url: new URL(url).origin, isContainer: false, isPublished };
  if (kind !== 'auto' && kind !== 'ollama') return null;
  const elsewhere = url ?? hostOllama;
  return elsewhere === null
    ? { url: 'http://ollama:11434', isContainer: true, isPublished }
    : { url: elsewhere, isContainer: false, isPublished };
}
