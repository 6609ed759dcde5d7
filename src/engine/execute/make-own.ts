import { errorCode } from '../../error-code.ts';
import { labelNames } from '../../stack/labels.ts';
import type { Engine } from '../engine.ts';
import type { ContainerSpec, NetworkSpec } from '../objects.ts';

/*
 * A plan knows what was there when it was made. An engine goes on with what a gecko had asked for that was
 * killed: what it finishes after that is the project's own, by its label, and nothing in the way.
 */

/** Makes a network, or takes the project's own that has come meanwhile. @throws the engine's NAME_TAKEN for another's */
export async function makeNetwork(engine: Engine, spec: NetworkSpec): Promise<void> {
  try {
    await engine.createNetwork(spec);
  } catch (error) {
    if (errorCode(error) !== 'NAME_TAKEN') throw error;
    const found = await engine.network(spec.name);
    if (!isOfProject(found, spec) || found?.internal !== spec.internal) throw error;
  }
}

/**
 * Makes a container in the place of the project's own that has come meanwhile: nobody has started that
 * one, and it may be in half of its networks. @throws the engine's NAME_TAKEN for another's
 */
export async function makeContainer(engine: Engine, spec: ContainerSpec): Promise<void> {
  try {
    await engine.createContainer(spec);
  } catch (error) {
    if (errorCode(error) !== 'NAME_TAKEN') throw error;
    const found = await engine.container(spec.name);
    if (!isOfProject(found, spec) || found?.status !== 'created') throw error;
    // Not by force: the engine refuses where somebody starts it at this very moment.
    await engine.removeContainer(found.id, { force: false });
    await engine.createContainer(spec);
  }
}

interface Labelled {
  labels: Readonly<Record<string, string>>;
}

function isOfProject(found: Labelled | null, spec: Labelled): boolean {
  const id = spec.labels[labelNames.projectId];
  return id !== undefined && found?.labels[labelNames.projectId] === id;
}
