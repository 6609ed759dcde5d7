import type { ConfigValues } from '../config/schema.ts';
import { asksOllama } from './asks-ollama.ts';
import { catalog } from './catalog.ts';
import { hasService } from './corpus-backend.ts';
import { type ImageSource, imageReferences } from './image-references.ts';
import type { ProfileNeeds } from './profile.ts';
import type { ServiceName } from './service-spec.ts';

/** An image that the stack needs, and the services that run in it. */
export interface WantedImage extends ImageSource {
  services: readonly ServiceName[];
}

/**
 * The images of the stack, each once, in the order of the catalog.
 *
 * @param variants which images of Ollama; none where it runs on the host
 * @param backend reference of the image that gecko builds for its own backends
 */
export function wantedImages(
  config: Pick<ConfigValues, 'images' | 'services' | 'project' | 'generator'>,
  variants: readonly ProfileNeeds['image'][],
  backend: string,
): WantedImage[] {
  const images = new Map<string, WantedImage>();
  const add = (service: ServiceName, source: ImageSource) => {
    const { services = [] } = images.get(source.reference) ?? {};
    if (!services.includes(service))
      images.set(source.reference, { ...source, services: [...services, service] });
  };
  const plain = imageReferences(config, { image: 'plain' }, backend);
  const ollamas = asksOllama(config)
    ? variants.map((image) => imageReferences(config, { image }, backend).ollama)
    : [];
  const isWanted = (name: ServiceName) => hasService(name, config);
  for (const { name } of catalog.filter((spec) => isWanted(spec.name)))
    for (const source of name === 'ollama' ? ollamas : [plain[name]]) add(name, source);
  return [...images.values()];
}
