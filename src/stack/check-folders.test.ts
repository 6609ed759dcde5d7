import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../config/resolve.ts';
import { checkFolders } from './check-folders.ts';

const far = { isLocal: false, address: 'ssh://build.example' };

describe('folders for an engine on another machine (row 44)', () => {
  const withFolders = async (root: string | undefined, mounts: string[]) => {
    const config = await defaultConfig();
    const rag = { ...config.services.rag, mounts };
    const web = { ...config.web, ...(root === undefined ? {} : { root }) };
    return { services: { ...config.services, rag }, web };
  };

  it.each([
    ['./build', [], 'web.root: ./build'],
    ['build', [], 'web.root: build'],
    [undefined, ['./data:/data:ro'], 'services.rag.mounts: ./data:/data:ro'],
    [undefined, ['..:/data'], 'services.rag.mounts: ..:/data'],
  ])('are refused where they are named from here: %s %j', async (root, mounts, named) => {
    const config = await withFolders(root, mounts);
    expect(() => checkFolders(config, far)).toThrow(
      expect.objectContaining({
        code: 'ENGINE_UNABLE',
        exitCode: 21,
        message: expect.stringContaining(named),
      }),
    );
    expect(() => checkFolders(config, { ...far, isLocal: true })).not.toThrow();
  });

  it('are taken by absolute paths, and volumes by their names', async () => {
    const config = await withFolders('/srv/page', ['/srv/data:/data', 'shared:/shared']);
    expect(() => checkFolders(config, far)).not.toThrow();
  });
});
