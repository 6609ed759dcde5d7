import { Link } from 'wouter-preact';
import { texts } from '../i18n/language.ts';
import { Empty } from '../states/empty.tsx';
import { usePageTitle } from './page-title.ts';

/** For an address that no view has. */
export function Missing() {
  const { shell } = texts.value;
  usePageTitle(shell.missingTitle);
  return (
    <div class="view">
      <Empty icon="ask" title={shell.missingTitle} isPage>
        <p>{shell.missingText}</p>
        <Link href="/" class="button primary">
          {shell.toStart}
        </Link>
      </Empty>
    </div>
  );
}
