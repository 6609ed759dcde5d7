import { describe, expect, it } from 'vitest';
import { findFolders, projectPaths } from './paths.ts';

describe('findFolders', () => {
  it('follows the XDG base directory specification', () => {
    expect(
      findFolders({ HOME: '/home/me', XDG_STATE_HOME: '/s', XDG_CACHE_HOME: 'relative' }),
    ).toMatchObject({
      userConfig: '/home/me/.config/gecko/config.yaml',
      state: '/s/gecko',
      data: '/home/me/.local/share/gecko',
      weights: '/home/me/.cache/gecko/weights',
    });
  });

  it('puts everything into GECKO_HOME', () => {
    const folders = findFolders({ GECKO_HOME: '/g' });
    expect(folders).toMatchObject({ state: '/g/state', weights: '/g/cache/weights' });
    expect(projectPaths(folders, 'x')).toMatchObject({
      state: '/g/state/projects/x/state.json',
      store: '/g/data/projects/x/store',
    });
  });

  it('asks the system where HOME is not set', () => {
    expect(findFolders({}, () => '/home/by-uid').data).toBe('/home/by-uid/.local/share/gecko');
  });

  const nobody = (): string => {
    throw new Error('no such user');
  };

  const cases: [string, Record<string, string>, () => string][] = [
    ['HOME is not set', {}, () => ''],
    ['the system knows no such user', {}, nobody],
    ['GECKO_HOME is relative', { GECKO_HOME: 'relative' }, () => '/home/me'],
  ];
  it.each(cases)('says clearly that there is no place for its files: %s', (_, env, home) => {
    expect(() => findFolders(env, home)).toThrow(
      expect.objectContaining({ code: 'HOME_MISSING', exitCode: 2 }),
    );
  });
});
