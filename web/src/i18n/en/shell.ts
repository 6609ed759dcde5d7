const number = new Intl.NumberFormat('en');

export const shell = {
  skip: 'Skip to content',
  views: 'Views',
  nav: { ask: 'Ask', corpus: 'Corpus', system: 'System' },
  news: {
    part: (n: number, total: number) => `${number.format(n)} of ${number.format(total)}`,
    sent: (n: number, total: number) =>
      `${number.format(n)} of ${number.format(total)} ${total === 1 ? 'upload' : 'uploads'} done`,
    failed: (n: number) => `${number.format(n)} failed`,
    halted: 'stopped',
  },
  toDark: 'Switch to dark',
  toLight: 'Switch to light',
  otherLanguage: 'Español',
  signedIn: 'Signed in',
  readOnly: 'Read only',
  readOnlyWhy:
    'Asking needs no sign-in. To change documents and models, open this page by the one-time link that this command prints:',
  copy: 'Copy',
  copyThat: (text: string) => `Copy ${text}`,
  copied: 'Copied',
  close: 'Close',
  retry: 'Try again',
  loading: 'Loading',
  missingTitle: 'There is no such page',
  missingText: 'The address leads nowhere. It may be incomplete.',
  toStart: 'Ask a question',
  errors: {
    UNREACHABLE: 'The backend does not answer. It may be starting, or it was stopped.',
    UNREACHABLE_HINT: 'gecko status shows what runs; gecko up starts it.',
    BROKEN_OFF: 'The connection broke off before the end of the answer.',
    BROKEN_OFF_HINT: 'What had come is kept. Try again.',
    UNREADABLE: 'The backend answered something that this page cannot read.',
    UNREADABLE_HINT: 'Reload the page; it may be older than the backend.',
    unexpected: 'Something went wrong in this page.',
  },
};
