import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from '../shell/icon.tsx';

interface Props {
  icon: IconName;
  title: string;
  /** Where it is all that the page has. */
  isPage?: boolean;
  children?: ComponentChildren;
}

/** A view, or a part of one, in which there is nothing yet: says what it is for and what to do. */
export function Empty({ icon, title, isPage = false, children }: Props) {
  return (
    <div class="state">
      <Icon name={icon} />
      {isPage ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children}
    </div>
  );
}
