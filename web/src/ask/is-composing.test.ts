import { expect, it } from 'vitest';
import { isComposing } from './is-composing.ts';

it.each([
  { isComposing: false, keyCode: 13, composing: false },
  { isComposing: true, keyCode: 13, composing: true },
  { isComposing: false, keyCode: 229, composing: true },
])('a key of code $keyCode, where the browser says $isComposing', ({ composing, ...key }) => {
  expect(isComposing(key as KeyboardEvent)).toBe(composing);
});
