import { expect, it } from 'vitest';
import { publishedUrl } from './published-url.ts';

it.each([
  ['127.0.0.1', 'http://127.0.0.1:8081'],
  ['0.0.0.0', 'http://127.0.0.1:8081'],
  ['::', 'http://127.0.0.1:8081'],
  ['192.168.1.5', 'http://192.168.1.5:8081'],
  ['fd00::5', 'http://[fd00::5]:8081'],
])('asks for what is published on %s at %s', (address, url) => {
  expect(publishedUrl({ address, hostPort: 8081 })).toBe(url);
});
