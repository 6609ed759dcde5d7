import { exitCodes, GeckoError } from '../../../errors.ts';

/** A model whose files are not those that its manifest names. @param why completes "its file … " */
export function modelDamaged(models: readonly string[], sha256: string, why: string): GeckoError {
  const all = models.join(', ');
  const again = models.map((name) => `gecko model rm ${name} && gecko model pull ${name}`);
  return new GeckoError(
    'MODEL_DAMAGED',
    `The model ${all} is damaged in Ollama's volume: its file sha256-${sha256.slice(0, 12)}… ${why}`,
    {
      exitCode: exitCodes.integrity,
      hint: `No backup was made. Fetch it anew, from the start: ${again.join('; ')}. Or leave it out: --models names those that are backed up.`,
      details: { models, sha256 },
    },
  );
}
