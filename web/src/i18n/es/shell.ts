const number = new Intl.NumberFormat('es');

export const shell = {
  skip: 'Ir al contenido',
  views: 'Vistas',
  nav: { ask: 'Preguntar', corpus: 'Corpus', system: 'Sistema' },
  news: {
    part: (n: number, total: number) => `${number.format(n)} de ${number.format(total)}`,
    sent: (n: number, total: number) =>
      `${number.format(n)} de ${number.format(total)} ${total === 1 ? 'subida hecha' : 'subidas hechas'}`,
    failed: (n: number) => (n === 1 ? '1 fallida' : `${number.format(n)} fallidas`),
    halted: 'en pausa',
  },
  toDark: 'Cambiar a modo oscuro',
  toLight: 'Cambiar a modo claro',
  otherLanguage: 'English',
  signedIn: 'Sesión iniciada',
  readOnly: 'Solo lectura',
  readOnlyWhy:
    'Para preguntar no hace falta sesión. Para cambiar documentos y modelos, abre esta página con el enlace de un solo uso que muestra esta orden:',
  copy: 'Copiar',
  copyThat: (text: string) => `Copiar ${text}`,
  copied: 'Copiado',
  close: 'Cerrar',
  retry: 'Reintentar',
  loading: 'Cargando',
  missingTitle: 'Esta página no existe',
  missingText: 'La dirección no lleva a ninguna parte. Puede que esté incompleta.',
  toStart: 'Hacer una pregunta',
  errors: {
    UNREACHABLE: 'El servicio no responde. Puede que esté arrancando o que se haya detenido.',
    UNREACHABLE_HINT: 'gecko status muestra lo que funciona; gecko up lo arranca.',
    BROKEN_OFF: 'La conexión se cortó antes del final de la respuesta.',
    BROKEN_OFF_HINT: 'Se conserva lo recibido. Vuelve a intentarlo.',
    UNREADABLE: 'El servicio respondió algo que esta página no entiende.',
    UNREADABLE_HINT: 'Recarga la página; puede ser más antigua que el servicio.',
    unexpected: 'Algo ha fallado en esta página.',
  },
};
