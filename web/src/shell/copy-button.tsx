import { useEffect, useState } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import { Icon } from './icon.tsx';

interface Props {
  /** What is copied; a function where it is made then. */
  text: string | (() => string);
  /** What the button is for; by default "Copy". */
  label?: string;
  /** What it is called where several are alike; by default its label, or "Copy" with the text. */
  name?: string;
}

/** Copies a text, and says so for a moment. */
export function CopyButton({ text, label, name }: Props) {
  const [copied, setCopied] = useState(false);
  const { shell } = texts.value;
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await writeClipboard(typeof text === 'string' ? text : text());
    setCopied(true);
  };
  const whole = typeof text === 'string' ? shell.copyThat(text.trim()) : shell.copy;
  return (
    <button
      type="button"
      class="button quiet"
      aria-label={copied ? shell.copied : (name ?? label ?? whole)}
      onClick={copy}
    >
      <Icon name={copied ? 'check' : 'copy'} />
      <span aria-live="polite">{copied ? shell.copied : (label ?? shell.copy)}</span>
    </button>
  );
}

/** Over plain HTTP on another name than localhost there is no clipboard but that of a selection. */
async function writeClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const { activeElement } = document;
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'offscreen';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  if (activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true });
}
