import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { Engine } from '../engine.ts';
import { broke } from './broke.ts';
import type { Call } from './call.ts';
import { toldStream } from './told-stream.ts';

export function createArchive(call: Call): Pick<Engine, 'putArchive' | 'getArchive' | 'hasPath'> {
  return {
    async putArchive(id, folder, tar, signal) {
      const name = `unpack an archive into ${folder} of container ${id}`;
      const put = () =>
        call.attend(name, signal, (docker) => at(docker, id).putArchive(tar, { path: folder }));
      try {
        await put().catch(async (error: unknown) => {
          // Unpacked anew it makes the same files; what is read only once cannot be sent again.
          if (signal.aborted || tar instanceof Readable || !broke(error)) throw error;
          await put().catch(() => {
            throw error;
          });
        });
      } catch (error) {
        signal.throwIfAborted();
        throw call.failure(error, name);
      } finally {
        if (tar instanceof Readable) tar.destroy();
      }
    },
    async hasPath(id, path) {
      const name = `look for ${path} in container ${id}`;
      return (await call.read(name, (docker) => at(docker, id).infoArchive({ path }))) !== null;
    },
    async getArchive(id, path, signal) {
      const name = `read ${path} of container ${id}`;
      const stream = await call.open(name, signal, (docker) => at(docker, id).getArchive({ path }));
      return toldStream(stream, call, name, signal);
    },
  };
}

function at(docker: Docker, name: string) {
  return docker.getContainer(encodeURIComponent(name));
}
