import { expect, it } from 'vitest';
import { linkTarget } from './link-target.ts';

it.each([
  ['https://example.com/', 'example.com'],
  ['https://bank.example@evil.example/x', 'evil.example/x'],
  ['http://0x7f000001/a', '127.0.0.1/a'],
  ['mailto:a@b.example', 'a@b.example'],
  ['https://аpple.example/', 'xn--pple-43d.example'],
])('shows where %s leads', (address, shown) => {
  expect(linkTarget(address)?.shown).toBe(shown);
});

it.each([
  'javascript:alert(1)',
  'JAVASCRIPT:x',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  '/corpus',
  '#x',
  'blob:https://a/b',
  '//evil.example',
])('makes no link of %s', (address) => {
  expect(linkTarget(address)).toBeNull();
});
