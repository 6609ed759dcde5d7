import { OWN_PAGE_FOLDER } from '../../stack/service-spec.ts';
import type { ExportInput } from '../export-input.ts';
import { composeFolders } from './compose-folders.ts';

/** What gecko does and Compose does not, and what is left to whoever runs the export. */
export function composeNotes({ stack, ollama, weights, own }: ExportInput): string[] {
  const { services } = stack;
  const mounts = services.flatMap(({ name, container }) =>
    container.mounts.flatMap(({ type, source, target }) =>
      type === 'bind' && target !== OWN_PAGE_FOLDER ? [`${source} (${name})`] : [],
    ),
  );
  const external = stack.volumes.flatMap(({ name, external }) => (external ? [name] : []));
  const foreign = services.flatMap(({ container }) =>
    container.networks === 'none' ? [] : container.networks.map(({ name }) => name),
  );
  const network = foreign.find((name) => !stack.networks.some((one) => one.name === name));
  const isScaled = services.some(({ replicas }) => replicas > 1);
  return [
    'It is a deployment of its own, with keys of its own and an empty corpus: the gecko command works on other projects, so documents go in over HTTP (docs/export.md).',
    ...(ollama.length > 0
      ? [
          'Compose does not look at the hardware: choose with --profile or COMPOSE_PROFILES, and see in the logs of Ollama what it runs on.',
        ]
      : []),
    'Compose refuses limits beyond what the machine has, where gecko lowers them: see .env.example.',
    ...(isScaled
      ? ['Compose replaces all replicas of a service at once, where gecko does it one by one.']
      : []),
    ...(weights.length === 0
      ? [
          `The embedding weights are not part of it, so retrieval is by full text alone until model.onnx and tokenizer.json lie in ${composeFolders.weights}/.`,
        ]
      : []),
    ...(Object.keys(own).length > 0
      ? [`Own backends come as they are now: ${Object.keys(own).join(', ')}.`]
      : []),
    ...(mounts.length > 0
      ? [`Mounted from the machine it runs on, and not part of it: ${mounts.join(', ')}.`]
      : []),
    ...(external.length > 0
      ? [`Volumes that have to be there before: ${external.join(', ')}.`]
      : []),
    ...(network === undefined ? [] : [`The network ${network} has to be there before.`]),
  ];
}
