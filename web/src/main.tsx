// Before the views' own styles, which change them.
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/shell.css';
import './styles/states.css';

import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import { ask } from './api/ask.ts';
import { App } from './app.tsx';
import { AskContext } from './ask/ask-context.ts';
import { createAsking } from './ask/asking.ts';
import { browserStorage } from './ask/browser-storage.ts';
import { browserTabs } from './ask/browser-tabs.ts';
import { keptSettings } from './ask/kept-settings.ts';
import { createLibrary } from './ask/library.ts';
import { nearestPassages } from './ask/nearest-passages.ts';
import { language } from './i18n/language.ts';
import { theme } from './shell/theme.ts';

const { documentElement } = document;
effect(() => {
  documentElement.lang = language.value;
});
effect(() => {
  documentElement.dataset.theme = theme.value;
});

const library = createLibrary(browserStorage(), browserTabs());
const asking = createAsking({
  ask,
  nearest: nearestPassages,
  save: library.save,
  load: library.load,
  rename: library.rename,
  newId: randomId,
  now: Date.now,
  frame: (call) => void requestAnimationFrame(call),
});
library.follow(asking.reload);
const context = { asking, library, settings: keptSettings(), drafts: signal({}) };

const place = document.getElementById('page');
if (place)
  render(
    <AskContext.Provider value={context}>
      <App />
    </AskContext.Provider>,
    place,
  );

/** crypto.randomUUID is there on localhost and over TLS alone. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
