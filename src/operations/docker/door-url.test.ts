import { expect, it } from 'vitest';
import { Config, type ConfigValues } from '../../config/schema.ts';
import { publishedUrl } from './door-url.ts';

it.each([
  [{}, 'http://127.0.0.1:8081'],
  [{ bind: '192.0.2.7', expose: true }, 'http://192.0.2.7:8081'],
  [{ bind: 'fd00::5', expose: true }, 'http://[fd00::5]:8081'],
  [{ bind: 'fd00::5', expose: true, hosts: ['rag.example'] }, 'http://rag.example:8081'],
  [{ ports: { web: [80] } }, 'http://127.0.0.1'],
  [
    { ports: { web: [80] }, expose: true, hosts: ['rag.example'], tls: { cert: 'c' } },
    'https://rag.example:80',
  ],
  [
    { ports: { web: [443] }, expose: true, hosts: ['rag.example'], tls: { cert: 'c' } },
    'https://rag.example',
  ],
])('says where the page of %o is published', (values, url) => {
  expect(publishedUrl(Config.parse(values) as ConfigValues, 'web')).toBe(url);
});
