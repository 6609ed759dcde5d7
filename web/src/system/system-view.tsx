import { useEffect } from 'preact/hooks';
import { language, texts } from '../i18n/language.ts';
import { usePageTitle } from '../shell/page-title.ts';
import { Loading } from '../states/loading.tsx';
import { pageVisible } from '../waiting/page-visible.ts';
import { sleep } from '../waiting/sleep.ts';
import { Activity } from './activity.tsx';
import { ageText } from './age-text.ts';
import { Backups } from './backups.tsx';
import { Dependencies } from './dependencies.tsx';
import { Findings } from './findings.tsx';
import { Hardware } from './hardware.tsx';
import { loadSystem } from './load-system.ts';
import { Models } from './models.tsx';
import { pullModel } from './pull-model.ts';
import { createPulling } from './pulling.ts';
import type { SeenBoth } from './seen.ts';
import { Services } from './services.tsx';
import { troublesOf } from './troubles.ts';
import { Verdict } from './verdict.tsx';
import { createWatching } from './watching.ts';
import './system.css';
import './parts.css';
import './plots.css';

// As long as the page: a pull goes on, and the plots keep what they have, while other views are looked at.
const watching = createWatching({
  ...{ load: loadSystem, now: Date.now },
  ...{ sleep, visible: pageVisible },
});
const pulling = createPulling(pullModel);

/** How the system stands, what is wrong with it, and what mends it: `/system`. */
export default function SystemView() {
  const { system } = texts.value;
  usePageTitle(system.title);
  useEffect(() => watching.start(), []);
  const seen = watching.seen.value;
  const now = watching.now.value;
  const lastAt = lastSeenAt(seen);
  const isSilent = lastAt !== null && seen.rag.error !== null && seen.qa.error !== null;
  return (
    <div class="view system" data-silent={isSilent ? 'true' : undefined}>
      <Verdict seen={seen} now={now} troubles={troublesOf(seen, now)} />
      {isSilent && (
        <p class="last-seen">{system.lastSeen(ageText((now - lastAt) / 1_000, language.value))}</p>
      )}
      {lastAt === null ? (
        // Where nobody answers, the verdict says all there is.
        seen.rag.error === null && <Loading lines={6} />
      ) : (
        <>
          <Activity
            moments={watching.moments.value}
            seen={seen}
            isOneProcess={(seen.rag.system ?? seen.qa.system)?.runtime === 'embedded'}
          />
          <Services seen={seen} now={now} />
          <Dependencies seen={seen} />
          <Models seen={seen} now={now} pulling={pulling} />
          <Hardware seen={seen} now={now} />
          <Findings seen={seen} now={now} />
          <Backups seen={seen} now={now} />
        </>
      )}
    </div>
  );
}

function lastSeenAt({ rag, qa }: SeenBoth): number | null {
  const times = [rag.at, qa.at].filter((at) => at !== null);
  return times.length === 0 ? null : Math.max(...times);
}
