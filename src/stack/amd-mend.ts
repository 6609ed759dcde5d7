const driver =
  'sudo usermod -aG render,video $USER, log in again, and see that rocminfo finds the GPU';
const udev =
  'Open the nodes to all, as engines without root or with remapped users need it: echo \'KERNEL=="kfd", MODE="0666"\' | sudo tee /etc/udev/rules.d/70-kfd.rules, the same with KERNEL=="renderD*", then: sudo udevadm trigger';

/**
 * What mends an engine that does not pass an AMD GPU on.
 *
 * @param said words of the engine, or of the trial that could not open a node
 * @param isConfined the engine's user ids are not the machine's
 * @param groups ids of the groups that the container was given
 */
export function amdMend(
  said: string,
  { isConfined, groups }: { isConfined: boolean; groups: readonly number[] },
): string {
  if (/no such file or directory/i.test(said))
    return 'sudo modprobe amdgpu; where that fails, install the amdgpu driver of ROCm 7';
  if (!/permission denied|not permitted/i.test(said)) return driver;
  return isConfined
    ? udev
    : `sudo chmod g+rw /dev/kfd /dev/dri/renderD*, where ls -ln shows the groups that the container was given: ${groups.join(', ')}`;
}
