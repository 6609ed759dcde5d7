import type { Proposal } from './propose.ts';
import type { TakenOver } from './taken-over.ts';

/** The hardware profile that the old Ollama had. */
export function proposeHardware({ services, isOllamaOpen }: TakenOver): Proposal {
  const { ollama, rag, qa } = services;
  if (!ollama) {
    const host = rag?.env.OLLAMA_HOST ?? qa?.env.OLLAMA_HOST ?? '';
    const isHost = /host\.docker\.internal|^(https?:\/\/)?(172\.17\.0\.1|localhost|127\.)/.test(
      host,
    );
    return isHost
      ? { values: { profile: 'host' }, notes: [] }
      : {
          values: {},
          notes: [
            'It has no Ollama that gecko recognises: gecko brings its own, and pulls the model.',
          ],
        };
  }
  if (isOllamaOpen)
    return {
      values: { profile: 'auto' },
      notes: [
        'It has Ollamas for several kinds of hardware, and none of them runs: gecko looks which one works here.',
      ],
    };
  const { gpu } = ollama;
  if (gpu === null) return { values: { profile: 'cpu' }, notes: [] };
  if (gpu.kind === 'amd') return { values: { profile: 'gpu-amd' }, notes: [] };
  const gpus = gpu.ids.length > 0 ? [...gpu.ids] : gpu.count;
  return { values: { profile: 'gpu-nvidia', gpus }, notes: [] };
}
