import { CopyButton } from './copy-button.tsx';

/** A command for a terminal, to be copied. */
export function Command({ text }: { text: string }) {
  return (
    <p class="command">
      <code>{text}</code>
      <CopyButton text={text} />
    </p>
  );
}
