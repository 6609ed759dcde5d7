import type { ExportInput } from '../../src/export/export-input.ts';
import { exportedHardware } from '../../src/export/exported-hardware.ts';
import { unknownEngine } from '../../src/export/unknown-engine.ts';
import type { StackInput } from '../../src/stack/resolve-stack.ts';
import { forEach, imageOf, stackOf } from './stack.ts';

/** What an export of the default configuration with changes is made of. */
export function exportInputOf(
  values: Readonly<Record<string, unknown>> = {},
  changes: Partial<StackInput> = {},
  others: Partial<ExportInput> = {},
): ExportInput {
  const all = exportedHardware(1).map((hardware) => ({
    profile: hardware.profile,
    stack: stackOf(values, {
      engine: unknownEngine,
      hardware,
      images: forEach((name) => ({
        ...imageOf(name, null),
        ...(name === 'ollama' ? { reference: `ollama:1-${hardware.image}` } : {}),
      })),
      files: forEach((name) =>
        name === 'ollama'
          ? []
          : [
              { name: 'settings', content: `of ${name}` },
              { name: 'key', content: `is t0ken` },
            ],
      ),
      ...changes,
    }),
  }));
  const [first] = all;
  if (!first) throw new Error('no profile');
  return {
    stack: first.stack,
    ollama: all.flatMap(({ profile, stack: { services } }) =>
      services.filter(({ name }) => name === 'ollama').map((service) => ({ profile, service })),
    ),
    context: [{ path: 'Dockerfile', content: 'FROM scratch\n', mode: 0o644 }],
    base: 'node:22',
    own: {},
    weights: [{ path: 'model.onnx', content: 'weights', mode: 0o644 }],
    secrets: ['t0ken'],
    ...others,
  };
}
