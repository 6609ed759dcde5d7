import { visible } from '../text/visible.ts';

/** What gecko or a service says, which is English. */
export function ToldText({ text }: { text: string }) {
  return <span lang="en">{visible(text)}</span>;
}
