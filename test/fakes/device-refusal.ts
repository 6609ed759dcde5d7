import { fromEngineWords } from '../../src/engine/docker/errors.ts';
import type { EngineInfo } from '../../src/engine/engine.ts';
import type { ContainerSpec, DeviceRequest } from '../../src/engine/objects.ts';
import type { GeckoError } from '../../src/errors.ts';
import type { FakeMachine } from './fake-machine.ts';

/** Why an engine does not start a container with these devices, as Docker 20.10 to 28 say it; null where it does. */
export function deviceRefusal(
  { name, devices }: Pick<ContainerSpec, 'name' | 'devices'>,
  info: EngineInfo,
  machine: FakeMachine,
): GeckoError | null {
  for (const device of devices) {
    const text = refusalOf(device, info, machine);
    if (text !== null)
      return fromEngineWords({ status: 500, text }, `start container ${name}`, null);
  }
  return null;
}

function refusalOf(
  device: DeviceRequest,
  { runtimes, cdiDevices }: EngineInfo,
  { devices = {}, nvidiaHook }: FakeMachine,
): string | null {
  switch (device.kind) {
    case 'nvidia':
      if (!runtimes.includes('nvidia'))
        return 'could not select device driver "nvidia" with capabilities: [[gpu]]';
      return nvidiaHook === undefined
        ? null
        : `failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error running prestart hook #0: exit status 1, stdout: , stderr: ${nvidiaHook}`;
    case 'cdi': {
      const unknown = device.devices.filter((one) => !cdiDevices.includes(one));
      return unknown.length === 0
        ? null
        : `CDI device injection failed: unresolvable CDI devices ${unknown.join(', ')}`;
    }
    case 'device': {
      const isThere = Object.keys(devices).some(
        (path) => path === device.path || path.startsWith(`${device.path}/`),
      );
      return isThere
        ? null
        : `error gathering device information while adding custom device "${device.path}": no such file or directory`;
    }
  }
}
