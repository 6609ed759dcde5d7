import { contract } from '../../contract.ts';
import { portOf } from '../../port-of.ts';
import { CONFIG_FOLDER } from '../service-spec.ts';
import type { DoorBackend, DoorInput } from './door-input.ts';
import { exposure } from './exposure.ts';
import { fill } from './fill.ts';
import { hostPattern, originLines, plainPath, quotable } from './nginx-text.ts';
import { openOllamaRoutes } from './ollama-routes.ts';
import { pageTypes } from './page-types.ts';
import { bodyLimits, tooLargeLines } from './too-large.ts';
import { upstream } from './upstream.ts';

/** Seconds that a service has to say itself that a request is overdue. */
const grace = 5;
/** Of our page, in whose `assets/` every name has a hash of its content. */
const hashedAssets = '  "~^ (?:200|206|304) /assets/" "public, max-age=31536000, immutable";';
/** Text; nginx has text/html among them by itself. */
const compressedTypes = [
  ...['application/json', 'application/manifest+json', 'application/wasm', 'font/otf', 'font/ttf'],
  ...['image/svg+xml', 'text/css', 'text/javascript', 'text/plain', 'text/xml'],
];
const loopback = ['127.0.0.1', 'localhost', '[::1]'];
/** Names by which the containers of a project, and those of the old stack, know Ollama. */
const ollamaNames = ['ollama', 'ollama-cpu', 'ollama-gpu', 'ollama-gpu-amd'];

/**
 * The configuration of nginx as files by name, to lie in one folder; `nginx.conf` is the first to be
 * read. Holds the project's token.
 *
 * @param templates the files of templates/nginx by name
 * @throws GeckoError CONFIG_INVALID for a value that cannot be written for nginx
 */
export function renderDoor(
  input: DoorInput,
  templates: Readonly<Record<string, string>>,
): Record<string, string> {
  const template = (name: string, values: Readonly<Record<string, string | number>> = {}) =>
    fill(templates[name] ?? missing(name), values);
  const timeout = Math.ceil(input.limits.deadline / 1_000) + grace;
  const { scratch } = input;
  const resolver =
    input.resolver === null
      ? `include ${scratch}/resolver.conf;`
      : `resolver ${input.resolver} valid=1s ipv6=off;`;
  const servers = serverFiles(input, template);
  const names = Object.keys(servers).map((name) => `  include ${name};`);
  const { headers } = contract;
  return {
    'nginx.conf': template('nginx.conf', { timeout, scratch, resolver, servers: names.join('\n') }),
    'start.sh': template('start.sh', { scratch, folder: CONFIG_FOLDER }),
    'types.conf': template('types.conf', { types: typeLines() }),
    'maps.conf': template('maps.conf', mapValues(input)),
    'upstreams.conf': upstreams(input),
    'proxy.conf': template('proxy.conf', { timeout }),
    'errors.conf': template('errors.conf'),
    'guard-token.conf': template('guard-token.conf'),
    'refuse-host.conf': template('refuse-host.conf'),
    'refuse-inside.conf': template('refuse-inside.conf'),
    'refuse-origin.conf': template('refuse-origin.conf'),
    ...(input.exposed === null ? {} : exposedFiles(input.exposed, template)),
    'cors.conf': template('cors.conf'),
    'identity.conf': template('identity.conf', {
      projectHeader: headers.project,
      projectIdHeader: headers.projectId,
      contractHeader: headers.version,
    }),
    'safety.conf': template('safety.conf'),
    'page.conf': template('page.conf', {
      folder: quotable(input.page.folder, 'web.root'),
      compressed: compressedTypes.join(' '),
    }),
    ...servers,
  };
}

type Template = (name: string, values?: Readonly<Record<string, string | number>>) => string;

function mapValues(input: DoorInput) {
  const { project, projectId, token, hosts, origins, page } = input;
  const variable = (header: string) => header.toLowerCase().replaceAll('-', '_');
  const { headers, version } = contract;
  return {
    hosts: hostPattern([...loopback, ...hosts]),
    insideHosts: hostPattern(ollamaNames),
    origins: originLines(origins),
    token: quotable(token, 'token'),
    project: quotable(project, 'project'),
    projectId: quotable(projectId, 'projectId'),
    contract: version,
    tooLarge: tooLargeLines(input),
    policy: quotable(page.policy, 'web.csp'),
    assets: page.isOurs ? hashedAssets : '',
    projectVariable: variable(headers.project),
    projectIdVariable: variable(headers.projectId),
    contractVariable: variable(headers.version),
  };
}

function upstreams(input: DoorInput): string {
  const { rag, qa, corpus, qdrant, ollama } = input;
  const [signIn, ...others] = signInBackends(input);
  if (!signIn) throw new Error('a door without a backend of ours');
  return [
    upstream('rag', rag.replicas),
    upstream('qa', qa.replicas),
    ...(corpus ? [upstream('corpus', corpus.replicas)] : []),
    upstream('sign-in', [signIn.first], 'hash sign-in'),
    upstream(
      'session',
      signIn.replicas,
      'least_conn',
      others.flatMap(({ replicas }) => replicas),
    ),
    upstream('qdrant', [qdrant.server]),
    ...(ollama === null ? [] : [upstream('ollama', [ollamaAddress(ollama.url).server])]),
  ].join('\n');
}

function typeLines(): string {
  return Object.entries(pageTypes)
    .map(([extension, type]) => `  ${type} ${extension};`)
    .join('\n');
}

/**
 * Who knows browsers that are signed in: any backend of ours. The first of them signs them in; where it is
 * away, the others still know them.
 */
function signInBackends({ rag, qa, corpus }: DoorInput): DoorBackend[] {
  return [rag, qa, ...(corpus ? [corpus] : [])].filter(({ isOurs }) => isOurs);
}

/** Of a door that is reached from beyond loopback. */
function exposedFiles(
  { isEncrypted }: NonNullable<DoorInput['exposed']>,
  template: Template,
): Record<string, string> {
  const names = [
    'refuse-stranger.conf',
    'refuse-keyless.conf',
    'guard-signed-in.conf',
    ...(isEncrypted ? ['tls-server.conf'] : []),
  ];
  return Object.fromEntries(names.map((name) => [name, template(name)]));
}

function serverFiles(input: DoorInput, template: Template): Record<string, string> {
  const { ports, qdrant, ollama } = input;
  const { json, document, link } = bodyLimits(input);
  const { listen, stranger, keyless, own, guard, signedIn, secure } = exposure(input);
  const backend = (service: 'rag' | 'qa') =>
    template('backend.conf', { service, listen: listen(ports[service]), stranger, json, document });
  const api = (service: 'rag' | 'qa') => {
    const cookie = input[service].isOurs ? '$session_cookie' : '""';
    return template('api.conf', { service, cookie, guard, own, document });
  };
  return {
    'web.conf': template('web.conf', {
      listen: listen(ports.web),
      own,
      guard,
      signedIn: signedIn === null ? '' : template(signedIn),
      json,
      api: `${api('rag')}${api('qa')}`,
      signIn: template('sign-in.conf', { secure, link }),
      corpus: input.corpus ? template('corpus.conf', { document }) : '',
      probes: probes(input, own, template),
      qdrant: template('web-qdrant.conf'),
      ollama: ollama ? template('web-ollama.conf', ollamaValues(ollama.url, input, template)) : '',
    }),
    'rag.conf': backend('rag'),
    'qa.conf': backend('qa'),
    ...(qdrant.isPublished
      ? { 'qdrant.conf': template('qdrant.conf', { listen: listen(ports.qdrant), keyless }) }
      : {}),
    ...(ollama?.isPublished ? { 'ollama.conf': ollamaServer(input, ollama.url, template) } : {}),
    ...(ollama?.isContainer === false
      ? { 'ollama-inside.conf': insideServer(input, ollama.url, template) }
      : {}),
  };
}

/** Any replica of the project by its name: one is asked before it joins the others. */
function probes({ project, probes }: DoorInput, own: string, template: Template): string {
  return probes
    .map(({ service, port, path }) => template('probe.conf', { project, service, port, path, own }))
    .join('');
}

function ollamaServer(input: DoorInput, url: string, template: Template): string {
  const { upstream, ...others } = ollamaValues(url, input, template);
  const { listen, stranger } = exposure(input);
  const open = openOllamaRoutes.map(
    (route) =>
      `  location = ${route} {\n    include proxy.conf;\n    proxy_pass ${upstream}${route};\n  }`,
  );
  return template('ollama.conf', {
    ...others,
    upstream,
    listen: listen(input.ports.ollama),
    stranger,
    open: open.join('\n'),
    prompt: bodyLimits(input).prompt,
  });
}

function insideServer(input: DoorInput, url: string, template: Template): string {
  const { ports } = input;
  const values = ollamaValues(url, input, template);
  return template('ollama-inside.conf', { ...values, port: ports.inside });
}

function ollamaValues(url: string, { authorities }: DoorInput, template: Template) {
  const { scheme, host, name, path } = ollamaAddress(url);
  const tls = scheme === 'https' ? template('tls.conf', { name, authorities }) : '';
  return { upstream: `${scheme}://ollama${path}`, host, tls };
}

/** Of a URL that the schema has checked, in the characters that a URL can have. */
function ollamaAddress(url: string) {
  const address = new URL(url);
  const { protocol, host, hostname, pathname } = address;
  const scheme = protocol.slice(0, -1);
  const server = `${hostname}:${portOf(address)}`;
  const path = plainPath(pathname.replace(/\/+$/, ''), 'generator.url');
  return { scheme, host, server, path, name: hostname };
}

function missing(name: string): never {
  throw new Error(`templates/nginx/${name} is missing`);
}
