import type { GenerateResult } from '@gecko/core/generate/port';

/** All pieces of an answer, and how it ended. */
export async function collectAnswer(
  answer: AsyncGenerator<string, GenerateResult>,
): Promise<{ pieces: string[]; result: GenerateResult }> {
  const pieces: string[] = [];
  let step = await answer.next();
  for (; !step.done; step = await answer.next()) pieces.push(step.value);
  return { pieces, result: step.value };
}
