import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningProject, runningProject } from '../../../test/fakes/running-project.ts';
import { catalog } from '../../stack/catalog.ts';
import { imageName } from '../../stack/image-name.ts';
import { composeLines } from '../compose-lines.ts';
import { composePs } from './compose-ps.ts';
import { dockerImages } from './images.ts';
import { dockerStatus } from './status.ts';

let project: RunningProject;
beforeEach(async () => {
  project = await runningProject();
});
afterEach(() => project.remove());

describe('ps --format json', () => {
  const lines = async (...names: string[]) =>
    composeLines(await composePs(names, project.runtime))
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line));

  it('is an object a line, with the keys of Compose', async () => {
    await project.run('rag');
    const id = await project.run('web');
    const seen = await project.docker.fake.container('gecko-web-1');
    expect(await lines()).toMatchObject([
      {
        ID: id,
        Name: 'gecko-web-1',
        Image: 'shell',
        Command: 'sh -c sleep 100000',
        Project: 'gecko',
        Service: 'web',
        State: 'running',
        Health: '',
        ExitCode: 0,
        Publishers: [],
        Status: seen?.statusText,
        CreatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC$/),
      },
      { Name: 'gecko-rag-1' },
    ]);
    expect(await lines('langchain-backend')).toHaveLength(1);
  });

  it('has the exit code and the ports', () => {
    const row = {
      ...{ id: 'a', name: 'n', image: 'i', command: '', project: 'p', service: 's' },
      ...{ state: 'exited', health: null, status: 'Exited (137) 2 minutes ago', created: 0 },
      publishers: [{ address: '127.0.0.1', hostPort: 8081, containerPort: 8080 }],
      networks: ['p-internal', 'p-external'],
    };
    expect(JSON.parse(composeLines([row]))).toMatchObject({
      ExitCode: 137,
      CreatedAt: '1970-01-01 00:00:00 +0000 UTC',
      Networks: 'p-internal,p-external',
      Ports: '127.0.0.1:8081->8080/tcp',
      Publishers: [{ URL: '127.0.0.1', TargetPort: 8080, PublishedPort: 8081, Protocol: 'tcp' }],
    });
  });
});

describe('the image of a container', () => {
  const id = `sha256:${'a'.repeat(64)}`;
  const image = { id, tags: ['web:1'], digests: [], labels: {}, size: 1, architecture: null };

  it('is called by its name, though the container was made from an id', () => {
    expect(imageName({ image: id, imageId: id }, [image])).toBe('web:1');
    expect(imageName({ image: 'web:1', imageId: id }, [])).toBe('web:1');
    expect(imageName({ image: id, imageId: id }, [{ ...image, tags: [] }])).toBeNull();
  });

  it('stands in the status with its id', async () => {
    await project.run('web');
    const { json } = await dockerStatus([], project.runtime);
    expect(json.services).toMatchObject([
      { image: 'shell', imageId: expect.stringMatching(/^sha256:/) },
    ]);
  });
});

describe('images', () => {
  it('shows the image of each container, and of one without a name what has it now', async () => {
    await project.run('web');
    const { docker, runtime } = project;
    const { text } = await dockerImages([], runtime);
    expect(text(runtime.ui.style)).toMatch(
      /container +image +id +size\ngecko-web-1 +shell +[\da-f]{12}/,
    );
    const { snapshot } = docker.fake;
    const id = `sha256:${'a'.repeat(64)}`;
    docker.fake.snapshot = async (name) => {
      const seen = await snapshot(name);
      const [shell] = seen.images;
      const wanted = catalog.find((spec) => spec.name === 'web')?.image;
      const reference = wanted?.from === 'registry' ? wanted.reference : '';
      return {
        ...seen,
        containers: seen.containers.map((one) => ({ ...one, image: id, imageId: id })),
        images: shell
          ? [
              { ...shell, tags: [reference] },
              { ...shell, id, tags: [] },
            ]
          : [],
      };
    };
    const { json, text: later } = await dockerImages(['web'], runtime);
    expect(json.images).toMatchObject([{ service: 'web', image: null, id }]);
    expect(later(runtime.ui.style)).toMatch(
      /untagged; replaced by nginxinc\S+, which the next gecko up takes/,
    );
  });
});
