import { Link } from 'wouter-preact';
import { texts } from '../i18n/language.ts';
import { Command } from '../shell/command.tsx';
import { useLoaded } from '../states/use-loaded.ts';
import { useAsk } from './ask-context.ts';
import { loadCollections } from './load-collections.ts';
import { Readiness } from './readiness.tsx';

/** Before the first question: what this is, and what is not as good as it could be. */
export function Welcome() {
  const { settings } = useAsk();
  const { ask } = texts.value;
  const { backend } = settings.value;
  const loaded = useLoaded((signal) => loadCollections(backend, signal), [backend]);
  const isEmpty =
    loaded.state === 'loaded' && loaded.value.every(({ documents }) => documents === 0);
  return (
    <div class="welcome">
      <h1>{ask.welcome}</h1>
      <p class="soft lead">{ask.welcomeText}</p>
      {isEmpty ? <EmptyCorpus /> : <Readiness backend={backend} />}
    </div>
  );
}

/** What a new user does first. */
function EmptyCorpus() {
  const { ask } = texts.value;
  return (
    <section class="no-answer">
      <h2>{ask.emptyTitle}</h2>
      <p>{ask.emptyText}</p>
      <Link href="/corpus" class="button primary">
        {ask.toCorpus}
      </Link>
      <Command text="gecko ingest PATH" />
    </section>
  );
}
