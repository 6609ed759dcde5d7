import { catalog } from '../stack/catalog.ts';
import { configVolumeName, containerName, networkName, volumeName } from '../stack/names.ts';

/**
 * A name for the project under which nothing of gecko's has the name of something else: Compose calls its
 * volumes and containers in the same way. @param taken names of what is not gecko's
 */
export function freeProject(wanted: string, taken: ReadonlySet<string>): string {
  const others = Array.from(
    { length: 100 },
    (_, index) => `gecko-rag${index === 0 ? '' : index + 1}`,
  );
  const free = [wanted, ...others].find((name) => !ownNames(name).some((one) => taken.has(one)));
  return free ?? wanted;
}

function ownNames(project: string): string[] {
  return [
    ...catalog.flatMap(({ name }) => [
      containerName(project, name, 1),
      configVolumeName(project, name),
    ]),
    ...(['qdrant_storage', 'ollama_storage', 'models'] as const).map((one) =>
      volumeName(project, one),
    ),
    ...(['internal', 'external'] as const).map((kind) => networkName(project, kind)),
  ];
}
