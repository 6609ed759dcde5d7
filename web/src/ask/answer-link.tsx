import type { ComponentChildren } from 'preact';
import { linkTarget } from './link-target.ts';

/** A link that a model wrote: what it says may lie, so where it leads stands beside it. */
export function AnswerLink({ href, children }: { href: string; children: ComponentChildren }) {
  const target = linkTarget(href);
  if (!target) return <>{children}</>;
  return (
    <a href={target.href} title={target.href} target="_blank" rel="noopener noreferrer nofollow">
      {children} <span class="target">({target.shown})</span>
    </a>
  );
}
