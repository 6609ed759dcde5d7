import { expect, it } from 'vitest';
import { step } from '../../plan/step.ts';
import { checkImages } from './check-images.ts';

const pull = step({ kind: 'image.pull', reference: 'q:1', services: ['qdrant'] }, 'missing');
const build = step(
  { kind: 'image.build', reference: 'b:1', services: ['rag'], folder: null },
  'missing',
);
const plan = { steps: [pull, build], notes: [], destructive: [] };

it.each([
  [{ pull: 'never', build: 'missing' }, 'The engine lacks q:1', '--pull never'],
  [{ pull: 'always', build: 'never' }, 'The engine lacks b:1', '--no-build'],
  [{ pull: 'never', build: 'never' }, 'The engine lacks q:1, b:1', '--pull never and --no-build'],
] as const)('refuses what %j forbids', (policy, message, flags) => {
  expect(() => checkImages(plan, policy)).toThrow(
    expect.objectContaining({
      code: 'IMAGE_MISSING',
      exitCode: 21,
      message,
      hint: expect.stringContaining(flags),
    }),
  );
});

it('lets through what is allowed, or there', () => {
  checkImages(plan, { pull: 'always', build: 'missing' });
  checkImages({ ...plan, steps: [] }, { pull: 'never', build: 'never' });
});
