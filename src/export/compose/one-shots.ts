import type { ResolvedService, ResolvedStack } from '../../stack/stack.ts';
import type { ExportInput } from '../export-input.ts';
import { composeFolders } from './compose-folders.ts';
import { bindOf, type ComposeContext, type ComposeService } from './compose-service.ts';
import { literal, variable } from './setting.ts';

/** What a container may do that puts files of the host's user into volumes of services. */
const capabilities = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'];

/** Configuration and secrets into the volumes of their services. */
export function configShot(services: readonly ResolvedService[], context: ComposeContext) {
  const withFiles = services.filter(({ files }) => files.length > 0);
  return putShot(
    withFiles.map(({ name, configVolume, container }) => ({
      name,
      volume: configVolume,
      owner: container.user ?? '0:0',
    })),
    [bindOf(`./${composeFolders.config}`, '/from', true)],
    context,
  );
}

/** The embedding weights into theirs. */
export function weightsShot(
  stack: Pick<ResolvedStack, 'weightsVolume'>,
  user: ResolvedService,
  context: ComposeContext,
) {
  const { weightsVolume: volume } = stack;
  const owner = user.container.user ?? '0:0';
  return putShot(
    [{ name: 'models', volume, owner }],
    [bindOf(`./${composeFolders.weights}`, '/from/models', true)],
    context,
  );
}

/** In the image of the door, which has a shell and is there in any case. */
function putShot(
  puts: readonly { name: string; volume: string; owner: string }[],
  from: readonly object[],
  { volumeKey }: ComposeContext,
): ComposeService {
  return {
    entrypoint: ['sh', '/init/put.sh'],
    command: puts.flatMap(({ name, owner }) => [name, literal(owner)]),
    user: '0:0',
    network_mode: 'none',
    volumes: [
      bindOf(`./${composeFolders.init}`, '/init', true),
      ...from,
      ...puts.map(({ name, volume }) => ({
        type: 'volume',
        source: volumeKey(volume),
        target: `/to/${name}`,
      })),
    ],
    read_only: true,
    cap_drop: ['ALL'],
    cap_add: [...capabilities],
    security_opt: ['no-new-privileges:true'],
    restart: 'no',
  };
}

/** Asks Ollama for the model, where it lacks it: a machine without a network starts with what it has. */
export function pullShot(
  { container }: ResolvedService,
  { stack }: ExportInput,
  { settings }: ComposeContext,
): ComposeService {
  const model = settings.get('GECKO_MODEL');
  // The inner one: what goes out is Ollama.
  const network = container.networks === 'none' ? undefined : container.networks.at(-1);
  return {
    entrypoint: ['sh', '-c'],
    command: ['ollama show "$$GECKO_MODEL" >/dev/null 2>&1 || exec ollama pull "$$GECKO_MODEL"'],
    environment: {
      OLLAMA_HOST: 'http://ollama:11434',
      GECKO_MODEL: model ? variable(model) : literal(stack.model ?? ''),
    },
    networks: network ? [network.name] : [],
    tmpfs: ['/root', '/tmp'],
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    restart: 'no',
  };
}
