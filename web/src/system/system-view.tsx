import { texts } from '../i18n/language.ts';
import { usePageTitle } from '../shell/page-title.ts';
import { Empty } from '../states/empty.tsx';

/** What runs, and what is wrong with it: `/system`. */
export default function SystemView() {
  const { system } = texts.value;
  usePageTitle(system.title);
  return (
    <div class="view">
      <h1>{system.title}</h1>
      <Empty icon="system" title={system.soon} />
    </div>
  );
}
