export const system = {
  title: 'Sistema',
  soon: 'Aquí estarán los servicios, los modelos, el hardware y los hallazgos.',
};
