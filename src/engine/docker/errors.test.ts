import { describe, expect, it } from 'vitest';
import { fromEngineWords } from './errors.ts';

/** As Docker 20.10, 26, 28 and Podman 4 say it. */
const cases: [string, number, string, Record<string, unknown>][] = [
  [
    'driver failed programming external connectivity on endpoint web (7a1e): Bind for 127.0.0.1:18099 failed: port is already allocated',
    500,
    'PORT_TAKEN',
    { address: '127.0.0.1', port: 18_099 },
  ],
  [
    'failed to set up container networking: driver failed programming external connectivity on endpoint web (7a1e): Bind for 0.0.0.0:80 failed: port is already allocated',
    500,
    'PORT_TAKEN',
    { address: '0.0.0.0', port: 80 },
  ],
  [
    'driver failed programming external connectivity on endpoint web (7a1e): Error starting userland proxy: listen tcp4 127.0.0.1:18098: bind: address already in use',
    500,
    'PORT_TAKEN',
    { address: '127.0.0.1', port: 18_098 },
  ],
  [
    'failed to set up container networking: driver failed programming external connectivity on endpoint web (7a1e): failed to bind host port for 127.0.0.1:18098:172.31.0.2:8080/tcp: address already in use',
    500,
    'PORT_TAKEN',
    { address: '127.0.0.1', port: 18_098 },
  ],
  [
    'Ports are not available: exposing port TCP 127.0.0.1:6333 -> 127.0.0.1:0: listen tcp4 127.0.0.1:6333: bind: address already in use',
    500,
    'PORT_TAKEN',
    { address: '127.0.0.1', port: 6333 },
  ],
  [
    'rootlessport cannot listen on the TCP port: listen tcp4 127.0.0.1:18098: bind: address already in use',
    500,
    'PORT_TAKEN',
    { address: '127.0.0.1', port: 18_098 },
  ],
  ['something else: port is already allocated', 500, 'PORT_TAKEN', {}],
  [
    'Conflict. The container name "/gecko-web-1" is already in use by container "0123456789abcdef". You have to remove (or rename) that container to be able to reuse that name.',
    409,
    'NAME_TAKEN',
    { kind: 'container', name: 'gecko-web-1', holder: '0123456789abcdef' },
  ],
  [
    'creating container storage: the container name "gecko-web-1" is already in use by 0123456789abcdef. You have to remove that container to be able to reuse that name: that name is already in use',
    500,
    'NAME_TAKEN',
    { kind: 'container', name: 'gecko-web-1', holder: '0123456789abcdef' },
  ],
  [
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/entry": exec format error: unknown',
    400,
    'ENGINE_FAILED',
    {},
  ],
  [
    'network with name gecko-internal already exists',
    409,
    'NAME_TAKEN',
    { kind: 'network', name: 'gecko-internal' },
  ],
  [
    'network name gecko-internal already used: network already exists',
    500,
    'NAME_TAKEN',
    { kind: 'network', name: 'gecko-internal' },
  ],
  [
    'remove gecko_data: volume is in use - [0123456789abcdef, fedcba9876543210]',
    409,
    'VOLUME_IN_USE',
    { name: 'gecko_data', holders: ['0123456789abcdef', 'fedcba9876543210'] },
  ],
  [
    'volume gecko_data is being used by the following container(s): 0123456789abcdef: volume is being used',
    409,
    'VOLUME_IN_USE',
    { name: 'gecko_data', holders: ['0123456789abcdef'] },
  ],
  [
    'error while removing network: network gecko-internal id 0123 has active endpoints',
    403,
    'NETWORK_IN_USE',
    { name: 'gecko-internal' },
  ],
  [
    '"gecko-internal" has associated containers with it. Use -f to forcibly delete containers and pods: network is being used',
    500,
    'NETWORK_IN_USE',
    {},
  ],
  [
    'could not select device driver "nvidia" with capabilities: [[gpu]]',
    500,
    'ENGINE_UNABLE',
    { missing: 'nvidia-container-toolkit' },
  ],
  [
    'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error running prestart hook #0: exit status 1, stdout: , stderr: nvidia-container-cli: initialization error: nvml error: driver not loaded',
    500,
    'ENGINE_UNABLE',
    { missing: 'nvidia-container-toolkit' },
  ],
  [
    'CDI device injection failed: unresolvable CDI devices nvidia.com/gpu=all',
    500,
    'ENGINE_UNABLE',
    { missing: 'cdi' },
  ],
  [
    'error gathering device information while adding custom device "/dev/kfd": no such file or directory',
    500,
    'ENGINE_UNABLE',
    {},
  ],
  [
    'Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available',
    400,
    'ENGINE_UNABLE',
    {},
  ],
  [
    'range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available',
    400,
    'ENGINE_UNABLE',
    {},
  ],
  ['Minimum memory limit allowed is 6MB', 400, 'ENGINE_UNABLE', {}],
  [
    'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
    500,
    'ENGINE_UNABLE',
    {},
  ],
  ['mkdir /var/lib/docker/overlay2/x: no space left on device', 500, 'NO_SPACE', {}],
  ['No such image: gecko/rag:1', 404, 'IMAGE_MISSING', { image: 'gecko/rag:1' }],
  [
    'no such image: docker.io/gecko/rag:1: image not known',
    404,
    'IMAGE_MISSING',
    { image: 'docker.io/gecko/rag:1' },
  ],
  ['gecko/rag:1: image not known', 404, 'IMAGE_MISSING', { image: 'gecko/rag:1' }],
  ['No such container: gecko-web-1', 404, 'OBJECT_MISSING', {}],
  [
    'container create: unable to find network with name or ID gecko-internal: network not found',
    500,
    'OBJECT_MISSING',
    {},
  ],
  ['network gecko-internal not found', 404, 'OBJECT_MISSING', {}],
  [
    'failed to create task for container: exec: "/nope": stat /nope: no such file or directory: unknown',
    400,
    'ENGINE_FAILED',
    {},
  ],
];

describe("the engine's words", () => {
  it.each(cases)('%s', (text, status, code, details) => {
    const cause = new Error('from dockerode');
    const error = fromEngineWords({ status, text }, 'start container web', cause);
    expect(error).toMatchObject({ code, cause });
    expect(error.details).toMatchObject({ ...details, words: text, status });
    expect(error.message).not.toContain('undefined');
  });
});
