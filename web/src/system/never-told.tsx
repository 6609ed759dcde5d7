import { texts } from '../i18n/language.ts';
import { Command } from '../shell/command.tsx';

/** In the place of what gecko has not told yet: the command that tells it. */
export function NeverTold({ command, text }: { command: string; text?: string }) {
  return (
    <div class="never-told">
      <p class="soft">{text ?? texts.value.system.neverTold}</p>
      <Command text={command} />
    </div>
  );
}
