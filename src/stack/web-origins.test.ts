import { expect, it } from 'vitest';
import { Config, type ConfigValues } from '../config/schema.ts';
import { webOrigins } from './web-origins.ts';

const originsOf = (values: object) => webOrigins(Config.parse(values) as ConfigValues);

it('writes them as browsers do: without the port that a scheme has by itself', () => {
  expect(
    originsOf({ ports: { web: [80, 8081] }, web: { origins: ['https://a.example'] } }),
  ).toEqual([
    ...['http://127.0.0.1', 'http://localhost', 'http://127.0.0.1:8081', 'http://localhost:8081'],
    'https://a.example',
  ]);
});

it('has the names of the project only where it is exposed, and the address that it is published at', () => {
  expect(originsOf({ hosts: ['rag.example'] })).toHaveLength(2);
  const exposed = {
    expose: true,
    bind: '192.0.2.7',
    hosts: ['rag.example'],
    tls: { cert: '/c', key: '/k' },
  };
  expect(originsOf(exposed)).toEqual(
    expect.arrayContaining(['https://rag.example:8081', 'https://192.0.2.7:8081']),
  );
});

it('writes an IPv6 address in brackets', () => {
  const exposed = { expose: true, bind: 'FD00:0::5', tls: { insecure: true } };
  expect(originsOf(exposed)).toContain('http://[fd00::5]:8081');
});
