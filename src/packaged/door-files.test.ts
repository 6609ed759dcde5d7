import { expect, it } from 'vitest';
import { Config, type ConfigValues } from '../config/schema.ts';
import { doorFiles } from './door-files.ts';

const names = (values: object) =>
  doorFiles({
    owner: { project: 'p', projectId: 'id-1', version: '1' },
    config: Config.parse(values) as ConfigValues,
    token: 'token',
    hostOllama: null,
  }).map(({ name }) => name);

it('brings our page along, unless the user serves another one', () => {
  expect(names({})).toEqual(
    expect.arrayContaining(['nginx.conf', 'page/index.html', 'page/app.js']),
  );
  expect(names({ web: { root: '/srv/mine' } }).filter((name) => name.startsWith('page/'))).toEqual(
    [],
  );
});
