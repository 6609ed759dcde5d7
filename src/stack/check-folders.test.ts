import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../config/resolve.ts';
import { checkFolders } from './check-folders.ts';

const far = { isLocal: false, address: 'ssh://build.example' };

describe('folders for an engine on another machine (row 44)', () => {
  const withMounts = async (mounts: string[]) => {
    const { services } = await defaultConfig();
    return { services: { ...services, rag: { ...services.rag, mounts } } };
  };

  it.each(['./data:/data:ro', '..:/data'])(
    'are refused where they are named from here: %s',
    async (mount) => {
      const config = await withMounts([mount]);
      expect(() => checkFolders(config, far)).toThrow(
        expect.objectContaining({
          code: 'ENGINE_UNABLE',
          exitCode: 21,
          message: expect.stringContaining(`services.rag.mounts: ${mount}`),
        }),
      );
      expect(() => checkFolders(config, { ...far, isLocal: true })).not.toThrow();
    },
  );

  it('are taken by absolute paths, and volumes by their names', async () => {
    const config = await withMounts(['/srv/data:/data', 'shared:/shared']);
    expect(() => checkFolders(config, far)).not.toThrow();
  });
});
