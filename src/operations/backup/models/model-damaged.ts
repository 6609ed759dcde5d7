import { exitCodes, GeckoError } from '../../../errors.ts';

/** A model whose files are not those that its manifest names. @param why completes "its file … " */
export function modelDamaged(models: readonly string[], sha256: string, why: string): GeckoError {
  const all = models.join(', ');
  // All at once: a file of several goes with the last of them, and a pull keeps what is there.
  const names = models.join(' ');
  return new GeckoError(
    'MODEL_DAMAGED',
    `The model ${all} is damaged in Ollama's volume: its file sha256-${sha256.slice(0, 12)}… ${why}`,
    {
      exitCode: exitCodes.integrity,
      hint: `No backup was made. Fetch it anew: gecko model rm ${names}, then gecko model pull ${names}. Or leave it out: --models names those that are backed up.`,
      details: { models, sha256 },
    },
  );
}
