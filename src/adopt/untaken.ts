import type { TakenOver } from './taken-over.ts';

/** Variables that gecko sets by itself, or that have become keys of gecko.yaml. */
const KNOWN =
  /^(OLLAMA_|QDRANT_(HOST|URL|PORT|COLLECTION)|QDRANT__STORAGE__STORAGE_PATH$|COLLECTION|LLM_MODEL$|MODEL(_NAME)?$|HSA_OVERRIDE|PATH$|HOME$|LANG$|PYTHON|GPG_KEY$|NVIDIA_|LD_LIBRARY_PATH$|TZ$|RUN_MODE$|DIR$|NGINX_|PKG_RELEASE$|NJS_)/;

/** What of an old stack has no place in gecko's, a sentence each. Values are not told: they may be secrets. */
export function untaken({ services, others, qdrant, ollama }: TakenOver): string[] {
  const { rag, qa, web } = services;
  const notes: string[] = [];
  for (const [name, service] of Object.entries({ rag, qa }))
    if (service)
      notes.push(
        `${service.name} gives way to gecko's own ${name}.${service.build === null ? '' : ` To keep yours, name its folder: services.${name}.build: ${service.build}`}`,
      );
  if (web)
    notes.push(
      `${web.name} gives way to gecko's own page. To keep yours, name the folder of its static build: web.root, and with a Flutter app also web.csp: flutter`,
    );
  for (const service of others)
    notes.push(`${service.name} is not taken over: gecko has no such service. It stays as it is.`);
  for (const service of Object.values(services)) {
    const names = Object.keys(service.env).filter((name) => !KNOWN.test(name));
    if (names.length > 0)
      notes.push(
        `Variables of ${service.name} that are not taken over: ${names.toSorted().join(', ')}. What yours needs goes into services.*.env`,
      );
  }
  if (services.qdrant?.env.QDRANT__SERVICE__API_KEY !== undefined)
    notes.push("Qdrant gets a key of gecko's own; programs that ask it need that one.");
  if (services.qdrant && qdrant === null)
    notes.push(
      `${services.qdrant.name} keeps its data in no volume, so there is nothing to take over: bring the documents in with gecko ingest.`,
    );
  if (services.ollama && ollama === null)
    notes.push(`${services.ollama.name} keeps its models in no volume: they are pulled again.`);
  if (!services.qdrant)
    notes.push('It has no Qdrant that gecko recognises: no documents come along.');
  return notes;
}
