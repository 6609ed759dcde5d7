export const corpus = {
  title: 'Corpus',
  soon: 'The documents of this corpus, with upload, search and delete, will be here.',
};
