import { describe, expect, it } from 'vitest';
import { forEach, imageOf, stackOf } from '../../test/fakes/stack.ts';
import { changedParts } from './changed-parts.ts';
import { noDevices } from './profile.ts';
import type { ResolvedStack } from './stack.ts';

/** What differs of a service, between the default stack and this one. */
function changed(name: string, wanted: ResolvedStack): string[] {
  const partsOf = (stack: ResolvedStack) =>
    stack.services.find((service) => service.name === name)?.parts ?? {};
  return changedParts(JSON.stringify(partsOf(stackOf())), partsOf(wanted));
}

describe('the parts of a configuration', () => {
  it('are all the same where nothing changed', () => {
    for (const { name } of stackOf().services) expect(changed(name, stackOf())).toEqual([]);
  });

  it.each([
    ['rag', 'an image', ['image'], stackOf({}, { images: forEach((one) => imageOf(one, 'new')) })],
    [
      'rag',
      'variables',
      ['environment A', 'environment B'],
      stackOf({ services: { rag: { env: { A: '1', B: '' } } } }),
    ],
    [
      'qa',
      'limits',
      ['memory limit', 'CPU limit'],
      stackOf({ services: { qa: { limits: { memory: '1G', cpus: 1 } } } }),
    ],
    ['qa', 'a mount', ['mount /data'], stackOf({ services: { qa: { mounts: ['./a:/data'] } } })],
    [
      'qa',
      'a restart policy',
      ['restart policy'],
      stackOf({ services: { qa: { restart: 'no' } } }),
    ],
    ['web', 'a port', ['ports'], stackOf({ ports: { qdrant: 16_333 } })],
    [
      'ollama',
      'a GPU',
      ['devices'],
      stackOf(
        {},
        {
          hardware: {
            ...noDevices,
            profile: 'gpu-nvidia',
            devices: [{ kind: 'nvidia', count: 1, ids: [] }],
          },
        },
      ),
    ],
    [
      'qdrant',
      'a file',
      ['file settings'],
      stackOf(
        {},
        {
          files: forEach((one) =>
            one === 'ollama'
              ? []
              : [{ name: 'settings', content: one === 'qdrant' ? 'other' : `of ${one}` }],
          ),
        },
      ),
    ],
  ] as const)('of %s name %s', (service, _, names, wanted) => {
    expect(changed(service, wanted)).toEqual(names);
  });

  it('name what is wanted no more', () => {
    expect(changedParts('{"image":"1","environment OLD":"2"}', { image: '1' })).toEqual([
      'environment OLD',
    ]);
  });

  it('hold no value, and are none under another key', () => {
    const secret = { services: { rag: { env: { KEY: 'hunter2' } } } };
    const parts = (key: string) =>
      stackOf(secret, { secret: key }).services.find(({ name }) => name === 'rag')?.parts;
    expect(JSON.stringify(parts('one'))).not.toContain('hunter2');
    expect(parts('one')?.['environment KEY']).not.toBe(parts('two')?.['environment KEY']);
  });

  it.each([undefined, '', '{', '[]', 'null'])('tell nothing by the label %j', (label) => {
    expect(changedParts(label, { image: '1' })).toEqual([]);
  });
});
