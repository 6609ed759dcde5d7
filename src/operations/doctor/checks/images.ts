import { dirname, join } from 'node:path';
import { labelNames } from '../../../stack/labels.ts';
import { readImageLock } from '../../../state/read-image-lock.ts';
import type { Check, Finding } from '../check.ts';
import { judgeImage } from '../judge/judge-image.ts';
import { upFix } from '../up-fix.ts';

/** What the containers run, against gecko.lock.json and what is known of versions. */
export const images: Check = {
  id: 'images',
  title: 'images',
  runtimes: ['docker'],
  deadline: 15_000,
  async run(facts) {
    const { runtime } = facts;
    const { config, paths } = runtime;
    const { engine, seen } = await facts.project();
    if (seen.containers.length === 0) return { skipped: 'The project has no containers' };
    const folder = config.file === null ? paths.project.folder : dirname(config.file);
    const platform = `linux/${engine.info.architecture}`;
    const locked = readImageLock(join(folder, 'gecko.lock.json'), platform);
    const findings = seen.containers.flatMap(({ labels, imageId }) => {
      const service = labels[labelNames.service] ?? '';
      const there = seen.images.find(({ id }) => id === imageId);
      const version = there?.labels['org.opencontainers.image.version'] ?? '';
      const { tags = [], digests = [] } = there ?? {};
      const lock = locked.get(service);
      const judged = judgeImage({ service, id: imageId, tags, digests, version }, lock);
      // What is recorded is here, and the container was made before: up makes it anew.
      const isBehind = lock !== undefined && seen.images.some(({ id }) => id === lock.id);
      return judged.map(
        (finding): Finding =>
          finding.code === 'IMAGE_DRIFT' && isBehind
            ? {
                ...finding,
                severity: 'warning',
                fix: upFix('run the image that was fetched', facts),
              }
            : finding,
      );
    });
    if (findings.length > 0) return { findings };
    const recorded = locked.size === 0 ? '' : 'those of gecko.lock.json, and ';
    const text = `The images are ${recorded}of no version that is known to be bad`;
    return { findings: [{ code: 'IMAGES', severity: 'ok', text }] };
  },
};
