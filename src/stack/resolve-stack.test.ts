import { describe, expect, it } from 'vitest';
import { dockerInfo } from '../../test/fakes/engine-info.ts';
import { owner, stackOf } from '../../test/fakes/stack.ts';
import { noDevices } from './profile.ts';
import type { ResolvedStack } from './stack.ts';

const serviceOf = (stack: ResolvedStack, name: string) => {
  const found = stack.services.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

describe('resolveStack', () => {
  it('gives every service its old names in the network', () => {
    const { networks } = serviceOf(stackOf(), 'rag').container;
    expect(networks).toEqual([{ name: 'gecko-internal', aliases: ['rag', 'langchain-backend'] }]);
  });

  it('publishes nothing but the door, on loopback', () => {
    const published = stackOf().services.flatMap(({ name, container }) =>
      container.ports.map((port) => `${name} ${port.address}:${port.hostPort}`),
    );
    expect(published).toEqual([
      'web 127.0.0.1:8081',
      'web 127.0.0.1:8000',
      'web 127.0.0.1:8002',
      'web 127.0.0.1:6333',
      'web 127.0.0.1:11435',
    ]);
    const closed = stackOf({ publish: { qdrant: false, ollama: false } });
    expect(serviceOf(closed, 'web').container.ports).toHaveLength(3);
    const others = stackOf({ generator: { kind: 'extractive' } });
    expect(serviceOf(others, 'web').container.ports.map(({ hostPort }) => hostPort)).not.toContain(
      11435,
    );
  });

  it('leaves the backends without a way out', () => {
    const { services, networks } = stackOf();
    const ways = services
      .filter(
        ({ container }) =>
          container.networks !== 'none' &&
          container.networks.some(({ name }) => name === 'gecko-external'),
      )
      .map(({ name }) => name);
    expect(ways).toEqual(['web', 'ollama']);
    expect(networks.find(({ name }) => name === 'gecko-internal')?.internal).toBe(true);
  });

  it('lets the door stand in for an Ollama that runs elsewhere', () => {
    for (const stack of [
      stackOf({ generator: { kind: 'openai', url: 'https://models.example/v1' } }),
      stackOf(
        {},
        {
          hardware: { profile: 'host', ...noDevices },
        },
      ),
    ]) {
      expect(stack.services.map(({ name }) => name)).not.toContain('ollama');
      expect(serviceOf(stack, 'web').container.networks).toContainEqual({
        name: 'gecko-internal',
        aliases: ['web', 'flutter-frontend', 'ollama'],
      });
      expect(serviceOf(stack, 'rag').after).toEqual(['web', 'qdrant']);
      expect(stack.model).toBeNull();
      expect(stack.volumes.map(({ name }) => name)).not.toContain('gecko_ollama_storage');
    }
  });

  it('lowers limits to what the engine has, and says so', () => {
    const small = stackOf({}, { engine: { ...dockerInfo, cpus: 1, memory: 2 * 2 ** 30 } });
    expect(serviceOf(small, 'rag').container.limits).toMatchObject({
      memory: 2 * 2 ** 30,
      cpus: 1,
    });
    expect(small.notes).toContain('rag: limited to all CPUs that there are, 1');
    expect(stackOf().notes).toEqual([]);
  });

  it('sets no limits that the engine cannot set, and says so (row 45)', () => {
    const canLimit = { memory: false, cpus: false };
    const engine = { ...dockerInfo, rootless: true, cgroup: 1 as const, canLimit };
    const stack = stackOf({ services: { qdrant: { limits: { memory: '1GiB' } } } }, { engine });
    for (const { container } of stack.services)
      expect(container.limits).toMatchObject({ memory: null, cpus: null });
    expect(stack.notes).toEqual([expect.stringMatching(/cannot limit memory and CPUs.*cgroup 2/)]);
    const delegated = { ...engine, canLimit: { memory: true, cpus: false } };
    expect(serviceOf(stackOf({}, { engine: delegated }), 'rag').container.limits).toMatchObject({
      memory: 4 * 2 ** 30,
      cpus: null,
    });
  });

  it('relabels what is mounted under SELinux, and says so (row 47)', () => {
    const engine = { ...dockerInfo, selinux: true };
    const stack = stackOf({ services: { rag: { mounts: ['/srv/data:/data:ro'] } } }, { engine });
    expect(serviceOf(stack, 'rag').container.mounts).toContainEqual(
      expect.objectContaining({ type: 'bind', source: '/srv/data', relabel: 'z' }),
    );
    expect(stack.notes).toEqual([expect.stringMatching(/SELinux.*\/srv\/data \(rag\)/)]);
    expect(stackOf({}, { engine }).notes).toEqual([]);
  });

  it('says whom a mounted folder has to be open to where users are remapped (row 48)', () => {
    const engine = { ...dockerInfo, usernsRemap: true };
    const stack = stackOf({ web: { root: '/srv/build' } }, { engine });
    expect(stack.notes).toEqual([expect.stringMatching(/userns-remap.*\/srv\/build \(web\)/)]);
    expect(stackOf({}, { engine }).notes).toEqual([]);
  });

  it('says what containers may do with a mounted folder where the engine runs without root (row 45)', () => {
    const engine = { ...dockerInfo, rootless: true };
    const stack = stackOf({ services: { rag: { mounts: ['/srv/data:/data'] } } }, { engine });
    expect(stack.notes).toEqual([expect.stringMatching(/without root.*\/srv\/data \(rag\)/)]);
    expect(stackOf({}, { engine }).notes).toEqual([]);
  });

  it('says on which machine mounted folders are where the engine runs on another (row 44)', () => {
    const engine = { ...dockerInfo, isLocal: false, address: 'ssh://build.example' };
    const stack = stackOf({ services: { rag: { mounts: ['/srv/data:/data'] } } }, { engine });
    expect(stack.notes).toEqual([
      expect.stringMatching(/another machine \(ssh:\/\/build.example\).*\/srv\/data \(rag\)/),
    ]);
    expect(stackOf({}, { engine }).notes).toEqual([]);
  });

  it("mounts the static build that is served instead of gecko's page", () => {
    expect(
      serviceOf(stackOf({ web: { root: '/srv/build' } }), 'web').container.mounts,
    ).toContainEqual({
      type: 'bind',
      source: '/srv/build',
      target: '/srv/page',
      readOnly: true,
    });
  });

  it('takes what the user mounts, folders from the project', () => {
    const { mounts } = serviceOf(
      stackOf({ services: { ollama: { mounts: ['./models:/import:ro', 'shared:/shared'] } } }),
      'ollama',
    ).container;
    expect(mounts).toContainEqual({
      type: 'bind',
      source: '/srv/project/models',
      target: '/import',
      readOnly: true,
    });
    expect(mounts).toContainEqual({
      type: 'volume',
      source: 'shared',
      target: '/shared',
      readOnly: false,
    });
  });

  it('gives Ollama alone the hardware of the profile', () => {
    const stack = stackOf(
      {},
      {
        hardware: {
          profile: 'gpu-amd',
          image: 'rocm',
          upstream: null,
          devices: [{ kind: 'device', path: '/dev/kfd' }],
          groups: [44, 109],
          securityOptions: ['label=disable'],
        },
      },
    );
    expect(serviceOf(stack, 'ollama').container).toMatchObject({
      devices: [{ kind: 'device', path: '/dev/kfd' }],
      groups: [44, 109],
      securityOptions: ['label=disable'],
    });
    expect(serviceOf(stack, 'rag').container.devices).toEqual([]);
  });

  it('changes the hash of a service with its files, its settings and the key, and of no other', () => {
    const hashes = (stack: ResolvedStack) =>
      Object.fromEntries(stack.services.map(({ name, hash }) => [name, hash]));
    const before = hashes(stackOf());
    expect(hashes(stackOf())).toEqual(before);
    const limited = hashes(stackOf({ services: { qdrant: { limits: { memory: '1GiB' } } } }));
    expect(limited.qdrant).not.toBe(before.qdrant);
    expect({ ...limited, qdrant: before.qdrant }).toEqual(before);
    expect(hashes(stackOf({ services: { rag: { replicas: 3 } } }))).toEqual(before);
    expect(hashes(stackOf({}, { secret: 'other' })).qdrant).not.toBe(before.qdrant);
    expect(JSON.stringify(stackOf().services.map(({ hash }) => hash))).not.toContain(
      owner.projectId,
    );
  });
});
