import { language, texts } from '../i18n/language.ts';
import { Icon } from './icon.tsx';
import { kept } from './kept.ts';
import { theme } from './theme.ts';

/** Language and theme: what is chosen here holds, whatever browser and system prefer. */
export function Toggles() {
  const { shell } = texts.value;
  const otherTheme = theme.value === 'dark' ? 'light' : 'dark';
  const otherLanguage = language.value === 'en' ? 'es' : 'en';
  return (
    <>
      <button
        type="button"
        class="button icon-only letters"
        lang={otherLanguage}
        aria-label={shell.otherLanguage}
        title={shell.otherLanguage}
        onClick={() => {
          language.value = otherLanguage;
          kept('language').write(otherLanguage);
        }}
      >
        {otherLanguage.toUpperCase()}
      </button>
      <button
        type="button"
        class="button icon-only"
        aria-label={otherTheme === 'dark' ? shell.toDark : shell.toLight}
        title={otherTheme === 'dark' ? shell.toDark : shell.toLight}
        onClick={() => {
          theme.value = otherTheme;
          kept('theme').write(otherTheme);
        }}
      >
        <Icon name={otherTheme === 'dark' ? 'moon' : 'sun'} />
      </button>
    </>
  );
}
