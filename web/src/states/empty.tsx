import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from '../shell/icon.tsx';

interface Props {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
}

/** A view, or a part of one, in which there is nothing yet: says what it is for and what to do. */
export function Empty({ icon, title, children }: Props) {
  return (
    <div class="state">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}
