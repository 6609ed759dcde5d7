import { amount } from '../../amount.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';

export interface EmbeddedPull {
  what: string;
  name: string | undefined;
  sha256: string | undefined;
}

/**
 * Brings a model that runs in process, and what runs it. The next answer is written by it, where no
 * Ollama has the configured one.
 * @throws GeckoError USAGE (exit 2), INTEGRITY (25), NO_SPACE (24), MODEL_MISSING, GENERATOR_UNREACHABLE
 */
export async function pullEmbedded(
  { what, name, sha256 }: EmbeddedPull,
  { ui, models, signal, config }: Runtime,
): Promise<Report> {
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256))
    throw new GeckoError('USAGE', '--sha256 must be 64 hexadecimal digits', {
      exitCode: exitCodes.usage,
      hint: 'sha256sum FILE prints it.',
    });
  const model = await models.pull(
    { what, name, sha256 },
    {
      signal,
      progress({ source, file, received: done, total }) {
        const text = `Model ${file} from ${source}`;
        ui.event({ type: 'progress', id: 'model', text, done, total, unit: 'bytes' });
      },
      fetchingRuntime() {
        ui.event({ type: 'progress-end', id: 'model' });
        ui.event({
          type: 'step',
          text: 'Fetching node-llama-cpp, which runs it (85 MB, through npm)',
        });
      },
    },
  );
  ui.event({ type: 'progress-end', id: 'model' });
  return {
    json: { ...model },
    text: () =>
      `${model.name}: ${amount(model.bytes)}, sha256 ${model.sha256}\ngecko ask "…" uses it where no Ollama has the model ${config.model}; generator.kind: gguf makes it the only one.`,
  };
}
