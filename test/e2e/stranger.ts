import type { ContainerSpec } from '../../src/engine/objects.ts';
import { containerSpec } from '../fakes/container-spec.ts';
import type { StackSandbox } from './stack-sandbox.ts';

/**
 * A container that is not the project's, named `stranger`, which does nothing; not started.
 * @returns its id, and what removes it
 */
export async function makeStranger(
  { engine }: StackSandbox,
  changes: Partial<ContainerSpec> = {},
): Promise<{ id: string; name: string; remove(): Promise<void> }> {
  const name = changes.name ?? 'stranger';
  const id = await engine.createContainer({
    ...containerSpec(name, 'gecko-test/busybox:1'),
    command: ['sleep', '1000'],
    labels: { 'com.docker.compose.project': 'old' },
    stopTimeout: 0,
    ...changes,
  });
  return { id, name, remove: () => engine.removeContainer(id, { force: true }) };
}
