import type { ResolvedService } from '../../stack/stack.ts';
import { configurationFiles } from '../configuration-files.ts';
import { envText } from '../env-text.ts';
import type { CarriedFile } from '../export-file.ts';
import type { ExportedProfile, ExportInput, ExportTarget } from '../export-input.ts';
import { putScript } from '../put-script.ts';
import { yamlText } from '../yaml-text.ts';
import { composeFolders } from './compose-folders.ts';
import { composeNotes } from './compose-notes.ts';
import { type ComposeContext, type ComposeService, composeService } from './compose-service.ts';
import { envExample } from './env-example.ts';
import { hasModel, needsOf, ollamaNames, oneShots, pullNames, usesWeights } from './needs.ts';
import { configShot, pullShot, weightsShot } from './one-shots.ts';
import { variable } from './setting.ts';
import { settingsOf } from './settings.ts';
import { sharing } from './sharing.ts';
import { composeVolumes, volumeKeys } from './volume-keys.ts';

/** The stack for Docker Compose 2.20 or newer. */
export const exportCompose: ExportTarget = (input) => {
  const { stack, secrets, own, context, weights } = input;
  const settings = settingsOf(input);
  const secretFiles = configurationFiles(stack.services, composeFolders.config, secrets);
  const env = stack.services
    .filter(({ userEnv }) => userEnv.length > 0)
    .map(
      (service): CarriedFile => ({
        path: composeFolders.env(service.name),
        content: envText(
          Object.fromEntries(service.userEnv.map((key) => [key, service.container.env[key] ?? ''])),
        ),
        mode: 0o600,
      }),
    );
  const isBuilt = stack.services.some(({ image }) => image.from === 'build' && !image.folder);
  const files: CarriedFile[] = [
    { path: 'compose.yaml', content: composeYaml(input), mode: 0o644 },
    { path: '.env.example', content: envExample(settings), mode: 0o644 },
    { path: `${composeFolders.init}/put.sh`, content: putScript, mode: 0o644 },
    // Kept where it is empty, for Compose mounts it.
    { path: `${composeFolders.weights}/.gitkeep`, content: '', mode: 0o644 },
    ...secretFiles,
    ...env,
    ...(isBuilt ? below(composeFolders.context, context) : []),
    ...Object.entries(own).flatMap(([name, all]) => below(composeFolders.own(name), all)),
    ...below(composeFolders.weights, weights),
  ];
  return { files: [...files, gitignore(files)], notes: composeNotes(input) };
};

function below(folder: string, files: readonly CarriedFile[]): CarriedFile[] {
  return files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
}

/** What holds secrets stays out of a repository, and what is somebody's own. */
function gitignore(files: readonly CarriedFile[]): CarriedFile {
  const secret = files.filter(({ mode }) => mode === 0o600).map(({ path }) => `/${path}`);
  return { path: '.gitignore', content: ['/.env', ...secret, ''].join('\n'), mode: 0o644 };
}

function composeYaml(input: ExportInput): string {
  const { stack, ollama } = input;
  const context: ComposeContext = { settings: settingsOf(input), volumeKey: volumeKeys(stack) };
  const logging = loggingOf(stack.services);
  const made = (service: ResolvedService): ComposeService => ({
    image: imageOf(service, context),
    ...buildOf(service, context),
    ...needsOf(service, input),
    ...composeService(service, context),
    logging,
  });
  const isOurs = ({ image }: ResolvedService) => image.from === 'build' && image.folder === null;
  const backends = stack.services.filter(isOurs);
  const groups = [
    sharing(
      'x-backend',
      backends.map((service) => [service.name, made(service)]),
    ),
    sharing(
      'x-ollama',
      ollama.map(({ profile, service }) => [
        ollamaNames[profile],
        { profiles: [profile], ...made(service), image: ollamaImage(profile, service, context) },
      ]),
    ),
    sharing(
      'x-ollama-pull',
      hasModel(input)
        ? ollama.map(({ profile, service }) => [
            pullNames[profile],
            {
              profiles: [profile],
              image: ollamaImage(profile, service, context),
              depends_on: { [ollamaNames[profile]]: { condition: 'service_healthy' } },
              ...pullShot(service, input, context),
              logging,
            },
          ])
        : [],
    ),
  ];
  const others = stack.services.filter((service) => service.name !== 'ollama' && !isOurs(service));
  const tree = {
    name: stack.owner.project,
    'x-logging': logging,
    ...Object.assign({}, ...groups.map(({ common }) => common)),
    services: {
      ...oneShotServices(input, context, logging),
      ...Object.fromEntries(others.map((service) => [service.name, made(service)])),
      ...Object.assign({}, ...groups.map(({ services }) => services)),
    },
    networks: networksOf(input),
    volumes: composeVolumes(stack),
  };
  return `${heading(input)}${yamlText(tree)}`;
}

/** What is done before, in the image of the door, which has a shell and is there in any case. */
function oneShotServices(
  { stack }: ExportInput,
  context: ComposeContext,
  logging: object,
): Record<string, ComposeService> {
  const web = stack.services.find(({ name }) => name === 'web');
  const user = stack.services.find((service) => usesWeights(stack, service));
  const shot = (service: ComposeService) => ({
    ...(web ? { image: imageOf(web, context) } : {}),
    ...service,
    logging,
  });
  return {
    [oneShots.config]: shot(configShot(stack.services, context)),
    ...(user ? { [oneShots.weights]: shot(weightsShot(stack, user, context)) } : {}),
  };
}

function heading({ stack, ollama }: ExportInput): string {
  const profile = ollama.length > 0 ? ' --profile cpu' : '';
  return [
    `# Written by gecko ${stack.owner.version}; a new export replaces it. What may be changed stands in .env.example.`,
    `# docker compose${profile} up --wait`,
    '',
    '',
  ].join('\n');
}

function loggingOf(services: readonly ResolvedService[]): object {
  const [first] = services;
  const { size, files } = first?.container.logRotation ?? { size: '10m', files: 3 };
  return { driver: 'json-file', options: { 'max-size': size, 'max-file': String(files) } };
}

function networksOf({ stack }: ExportInput): Record<string, object> {
  const own = stack.networks.map(({ name, internal }) => [
    name,
    { driver: 'bridge', ...(internal ? { internal } : {}) },
  ]);
  const joined = stack.services.flatMap(({ container }) =>
    container.networks === 'none' ? [] : container.networks.map(({ name }) => name),
  );
  const others = joined.filter((name) => !stack.networks.some((network) => network.name === name));
  return Object.fromEntries([...own, ...others.map((name) => [name, { name, external: true }])]);
}

function imageOf({ name, image }: ResolvedService, { settings }: ComposeContext): string {
  const setting = settings.get(`GECKO_IMAGES_${name.toUpperCase()}`);
  return setting ? variable(setting) : image.reference;
}

function ollamaImage(
  profile: ExportedProfile,
  service: ResolvedService,
  { settings }: ComposeContext,
): string {
  const amd = settings.get('GECKO_IMAGES_OLLAMA_AMD');
  return profile === 'gpu-amd' && amd
    ? variable(amd)
    : imageOf(service, { settings, volumeKey: (name) => name });
}

/** Both backends are built from one folder: whichever comes first makes the image of the other. */
function buildOf({ name, image }: ResolvedService, { settings }: ComposeContext): object {
  if (image.from !== 'build') return {};
  if (image.folder !== null) return { build: { context: `./${composeFolders.own(name)}` } };
  const base = settings.get('GECKO_IMAGES_BASE');
  return {
    build: {
      context: `./${composeFolders.context}`,
      ...(base ? { args: { BASE: variable(base) } } : {}),
    },
  };
}
