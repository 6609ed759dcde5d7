import { expect, it } from 'vitest';
import { maskedYaml } from './masked-yaml.ts';

it('tells no secret, and all the rest', () => {
  const text =
    'model: a # ours\ngenerator: { key: "shh" }\nservices:\n  ollama:\n    env:\n      TOKEN: shh\n';
  const shown = maskedYaml(text);
  expect(shown).not.toContain('shh');
  expect(shown).toContain('model: a # ours\n');
  expect(shown).toContain('TOKEN: (secret)\n');
});

it('shows a text without secrets as it is', () => {
  const text = 'ports:   {rag:    1}\n';
  expect(maskedYaml(text)).toBe(text);
});
