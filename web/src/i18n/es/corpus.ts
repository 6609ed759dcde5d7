export const corpus = {
  title: 'Corpus',
  soon: 'Aquí estarán los documentos de este corpus, para subir, buscar y borrar.',
};
