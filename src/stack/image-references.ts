import type { ConfigValues } from '../config/schema.ts';
import { catalog } from './catalog.ts';
import type { Hardware } from './hardware.ts';
import type { ServiceName, ServiceSpec } from './service-spec.ts';

/** Where a service's image comes from. */
export interface ImageSource {
  reference: string;
  from: 'registry' | 'build';
  /** A user's own folder that it is built from; null: gecko's packaged context. */
  folder: string | null;
}

/**
 * The image of each service: what the configuration names, else gecko's own choice.
 *
 * @param backend reference of the image that gecko builds for its own backends
 */
export function imageReferences(
  config: Pick<ConfigValues, 'images' | 'services' | 'project'>,
  hardware: Pick<Hardware, 'image'>,
  backend: string,
): Record<ServiceName, ImageSource> {
  const entries = catalog.map((spec) => [spec.name, sourceOf(spec, config, hardware, backend)]);
  return Object.fromEntries(entries) as Record<ServiceName, ImageSource>;
}

function sourceOf(
  { name, image }: ServiceSpec,
  { images, services, project }: Pick<ConfigValues, 'images' | 'services' | 'project'>,
  { image: variant }: Pick<Hardware, 'image'>,
  backend: string,
): ImageSource {
  const own = name === 'rag' || name === 'qa' ? services[name] : null;
  if (own?.build !== undefined)
    return { reference: `${project}-${name}:own`, from: 'build', folder: own.build };
  const named = own?.image ?? images[name === 'corpus' ? 'rag' : name];
  if (named !== undefined) return { reference: named, from: 'registry', folder: null };
  if (image.from === 'build') return { reference: backend, from: 'build', folder: null };
  const suffix = name === 'ollama' && variant === 'rocm' ? '-rocm' : '';
  return { reference: `${image.reference}${suffix}`, from: 'registry', folder: null };
}
