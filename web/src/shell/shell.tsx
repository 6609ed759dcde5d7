import type { ComponentChildren } from 'preact';
import { useCallback, useContext, useEffect, useRef } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { texts } from '../i18n/language.ts';
import { useRecovery } from '../waiting/use-recovery.ts';
import { Icon } from './icon.tsx';
import { NewsMark } from './news-mark.tsx';
import { SessionContext } from './session-context.ts';
import { SessionState } from './session-state.tsx';
import { Toggles } from './toggles.tsx';
import { useViewFocus } from './use-view-focus.ts';

const views = [
  { name: 'ask', path: '/', isAt: (path: string) => path === '/' || path.startsWith('/c/') },
  { name: 'corpus', path: '/corpus', isAt: (path: string) => path.startsWith('/corpus') },
  { name: 'system', path: '/system', isAt: (path: string) => path.startsWith('/system') },
] as const;

/** What stands around every view: the name, the way to the others, and what holds everywhere. */
export function Shell({ children }: { children: ComponentChildren }) {
  const [path] = useLocation();
  const { shell } = texts.value;
  const session = useContext(SessionContext);
  // From another view, Ask leads back to the conversation that was left.
  const left = useRef('/');
  const isAsking = views[0].isAt(path);
  if (isAsking) left.current = path;
  const main = useRef<HTMLElement>(null);
  // All conversations are one view, in which the focus stays.
  useViewFocus(main, isAsking ? 'ask' : path);
  const refresh = useCallback(() => void session.refresh(), [session]);
  useEffect(() => {
    refresh();
    // The link of `gecko open` may have been followed in another tab.
    addEventListener('focus', refresh);
    return () => removeEventListener('focus', refresh);
  }, [refresh]);
  useRecovery(session.error.value, refresh);
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {shell.skip}
      </a>
      <header class="bar">
        <Link href="/" class="brand">
          <img src="/icon.svg" alt="" width="28" height="28" />
          gecko
        </Link>
        <nav class="views" aria-label={shell.views}>
          {views.map(({ name, path: href, isAt }) => (
            <Link
              key={name}
              href={name === 'ask' && !isAsking ? left.current : href}
              aria-current={isAt(path) ? 'page' : undefined}
            >
              <Icon name={name} />
              {shell.nav[name]}
              {name === 'corpus' && <NewsMark />}
            </Link>
          ))}
        </nav>
        <div class="bar-end">
          <SessionState />
          <Toggles />
        </div>
      </header>
      <main id="content" tabIndex={-1} ref={main}>
        {children}
      </main>
    </div>
  );
}
