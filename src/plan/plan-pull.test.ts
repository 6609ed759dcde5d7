import { describe, expect, it } from 'vitest';
import type { ImageState } from '../engine/objects.ts';
import type { WantedImage } from '../stack/wanted-images.ts';
import { formatPlan } from './format-plan.ts';
import { planBuild } from './plan-build.ts';
import { planPull } from './plan-pull.ts';

const wanted: WantedImage[] = [
  { reference: 'nginx:1', services: ['web'], from: 'registry', folder: null },
  { reference: 'qdrant/qdrant:1', services: ['qdrant'], from: 'registry', folder: null },
  { reference: 'mine/ollama:1', services: ['ollama'], from: 'registry', folder: null },
  { reference: 'backend:1', services: ['rag'], from: 'build', folder: null },
  { reference: 'gecko-qa:own', services: ['qa'], from: 'build', folder: '/srv/qa' },
];
const image = (tag: string, digests: string[]): ImageState => ({
  id: `sha256:${tag}`,
  tags: [tag],
  digests,
  labels: {},
  size: 1,
  architecture: null,
});

describe('planPull', () => {
  it('pulls what a registry has, and keeps what is made here', () => {
    const there = [
      image('nginx:1', ['nginx@sha256:1']),
      // Pushed elsewhere, which makes it none that its own registry has.
      image('mine/ollama:1', ['registry.example/ollama@sha256:2']),
    ];
    expect(formatPlan(planPull(wanted, there))).toMatchInlineSnapshot(`
      "image.pull nginx:1          for web; its tag may have moved
      image.pull qdrant/qdrant:1  for qdrant; the engine lacks it
      note: mine/ollama:1 (ollama) is kept: it was made here or loaded, not pulled
      note: backend:1 (rag) is built, not pulled: gecko build
      note: gecko-qa:own (qa) is built, not pulled: gecko build"
    `);
  });
});

describe('planBuild', () => {
  it('builds what is built, and says what is pulled', () => {
    expect(formatPlan(planBuild(wanted.slice(2), false))).toMatchInlineSnapshot(`
      "image.build backend:1     for rag; gecko's own
      image.build gecko-qa:own  for qa; from /srv/qa
      note: mine/ollama:1 (ollama) is pulled, not built"
    `);
  });
});
