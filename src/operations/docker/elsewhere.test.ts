import { expect, it } from 'vitest';
import { elsewhere } from './elsewhere.ts';

const urls = ['http://127.0.0.1:8081', 'http://127.0.0.1:8000'];

it('says nothing of addresses on this machine', () => {
  expect(elsewhere(urls, { isLocal: true, address: 'unix:///var/run/docker.sock' })).toEqual([]);
});

it.each([
  ['ssh://ann@build.example:2222/run/docker.sock', 'ssh://ann@build.example:2222'],
  ['tcp://build.example:2376', 'ssh://USER@build.example'],
])('says how to get to those on the machine of %s (row 44)', (address, to) => {
  const text = elsewhere(urls, { isLocal: false, address }).join('\n');
  expect(text).toContain(address);
  expect(text).toContain(`ssh -N -L 8081:127.0.0.1:8081 -L 8000:127.0.0.1:8000 ${to}`);
});

it.each([
  [
    ['http://127.0.0.1', 'http://127.0.0.1:8000'],
    '-L 8080:127.0.0.1:80 -L 8000:127.0.0.1:8000',
    ['http://127.0.0.1 is http://127.0.0.1:8080 here'],
  ],
  [
    ['https://rag.example', 'https://rag.example:8443', 'https://rag.example:444'],
    '-L 8444:rag.example:443 -L 8443:rag.example:8443 -L 8445:rag.example:444',
    [
      'https://rag.example is https://127.0.0.1:8444 here',
      'https://rag.example:444 is https://127.0.0.1:8445 here',
    ],
  ],
  [
    ['http://[fd00::5]'],
    '-L 8080:[fd00::5]:80',
    ['http://[fd00::5] is http://127.0.0.1:8080 here'],
  ],
])("takes other ports here for a scheme's own and root's: %j", (there, forwards, moved) => {
  const engine = { isLocal: false, address: 'ssh://build.example' };
  expect(elsewhere(there, engine).slice(2)).toEqual([
    `  ssh -N ${forwards} ssh://build.example`,
    ...moved.map((text) => `  with which ${text}`),
  ]);
});
