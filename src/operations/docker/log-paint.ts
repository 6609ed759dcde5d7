import type { ServiceName } from '../../stack/service-spec.ts';
import type { Style } from '../../ui/ui.ts';

const colours: Record<
  ServiceName,
  keyof Pick<Style, 'bold' | 'cyan' | 'magenta' | 'yellow' | 'green' | 'blue'>
> = {
  web: 'cyan',
  qdrant: 'magenta',
  ollama: 'yellow',
  rag: 'green',
  qa: 'blue',
  corpus: 'bold',
};

/** The colour of a service, the same in every call; replicas share it. */
export function logPaint(service: string, style: Style): (text: string) => string {
  const colour = Object.entries(colours).find(([name]) => name === service)?.[1];
  return colour === undefined ? style.bold : style[colour];
}
