import { doorListens } from '../../stack/door-ports.ts';
import type { ResolvedService } from '../../stack/stack.ts';
import type { ExportInput } from '../export-input.ts';
import { bytesText } from './bytes-text.ts';
import type { Setting } from './setting.ts';

/** What stands in `.env.example`, by name; compose.yaml has the same values as its defaults. */
export type Settings = ReadonlyMap<string, Setting>;

/** Everything of a stack that may be changed without a new export. */
export function settingsOf(input: ExportInput): Settings {
  const { stack, ollama } = input;
  const all: Setting[] = [
    {
      name: 'COMPOSE_PROJECT_NAME',
      value: stack.owner.project,
      about: 'Name of the deployment: of its containers, networks and volumes',
    },
    ...(ollama.length === 0
      ? []
      : [
          {
            name: 'COMPOSE_PROFILES',
            value: 'cpu',
            about: `What Ollama runs on: ${ollama.map(({ profile }) => profile).join(', ')}`,
          },
        ]),
    ...portSettings(stack.services),
    ...(stack.model === null
      ? []
      : [{ name: 'GECKO_MODEL', value: stack.model, about: 'Language model' }]),
    ...imageSettings(input),
    ...stack.services.flatMap(limitSettings),
    {
      name: 'GECKO_HEALTH_INTERVAL',
      value: '10s',
      about: 'How often each container is asked for its health; what comes up waits so long, too',
    },
  ];
  return new Map(all.map((setting) => [setting.name, setting]));
}

/** Of the page, which may be published more than once, the first. */
export function portSetting(containerPort: number): string | null {
  const found = Object.entries(doorListens).find(([, port]) => port === containerPort);
  return found ? `GECKO_PORTS_${found[0].toUpperCase()}` : null;
}

export function limitSetting(service: string, what: 'memory' | 'cpus'): string {
  return `GECKO_SERVICES_${service.toUpperCase()}_LIMITS_${what.toUpperCase()}`;
}

function portSettings(services: readonly ResolvedService[]): Setting[] {
  const ports = services.flatMap(({ container }) => container.ports);
  const first = ports.filter(
    ({ containerPort }, at) =>
      ports.findIndex((other) => other.containerPort === containerPort) === at,
  );
  return first.flatMap(({ containerPort, hostPort }) => {
    const name = portSetting(containerPort);
    const about = `Port of ${name?.split('_').at(-1)?.toLowerCase()} on the machine`;
    return name === null ? [] : [{ name, value: String(hostPort), about }];
  });
}

function imageSettings({ stack, ollama, base }: ExportInput): Setting[] {
  const plain = stack.services.flatMap(({ name, image }) =>
    image.from === 'registry' ? [imageSetting(name, image.reference, `Image of ${name}`)] : [],
  );
  const amd = ollama.find(({ profile }) => profile === 'gpu-amd');
  const isBuilt = stack.services.some(({ image }) => image.from === 'build' && !image.folder);
  return [
    ...plain,
    ...(amd
      ? [imageSetting('ollama_amd', amd.service.image.reference, 'The same for AMD GPUs')]
      : []),
    ...(isBuilt ? [imageSetting('base', base, 'Image that rag and qa are built on')] : []),
  ];
}

function imageSetting(what: string, value: string, about: string): Setting {
  return { name: `GECKO_IMAGES_${what.toUpperCase()}`, value, about };
}

function limitSettings({ name, container }: ResolvedService): Setting[] {
  const { memory, cpus } = container.limits;
  return [
    ...(memory === null
      ? []
      : [
          {
            name: limitSetting(name, 'memory'),
            value: bytesText(memory),
            about: `Memory that ${name} may use`,
          },
        ]),
    ...(cpus === null
      ? []
      : [
          {
            name: limitSetting(name, 'cpus'),
            value: String(cpus),
            about: `CPUs that ${name} may use; not more than there are`,
          },
        ]),
  ];
}
