const number = new Intl.NumberFormat('es');
const count = (n: number, one: string, many: string) =>
  n === 1 ? `1 ${one}` : `${number.format(n)} ${many}`;

export const corpus = {
  title: 'Corpus',
  toList: 'Todos los documentos',
  // Colecciones
  collections: 'Colecciones',
  documents: (n: number) => count(n, 'documento', 'documentos'),
  chunks: (n: number) => count(n, 'fragmento', 'fragmentos'),
  modes: { hybrid: 'búsqueda híbrida', lexical: 'búsqueda por palabras' },
  modeTips: {
    hybrid: 'Se busca por significado y por palabras',
    lexical: 'Se busca solo por palabras: no hay modelo de embeddings',
  },
  // Solo lectura
  readOnlyTitle: 'Este navegador solo puede leer',
  readOnlyText:
    'Para añadir y borrar documentos, abre esta página con el enlace de un solo uso que muestra esta orden:',
  // Elegir archivos
  dropTitle: 'Suelta aquí archivos o carpetas',
  dropFirst: 'Suelta aquí tus primeros documentos',
  dropFirstText: 'Podrás preguntar sobre ellos en cuanto se hayan leído.',
  dropText:
    'PDF, Word, Markdown, HTML, texto, CSV, JSON y código. Lo que no ha cambiado no se vuelve a subir.',
  dropNow: 'Suelta para añadirlos',
  chooseFiles: 'Elegir archivos',
  chooseFolder: 'Elegir una carpeta',
  whereTo: 'Destino',
  toCollection: 'Colección',
  toCollectionTexts: {
    fine: 'Si el nombre aún no existe, se crea una colección nueva.',
    none: 'Escribe el nombre de una colección: una que exista o una nueva.',
    bad: 'Letras, cifras, _ y -; 100 como máximo y sin dos guiones bajos seguidos.',
  },
  toSource: 'Origen de los archivos sueltos',
  toSourceText: 'Los archivos de una carpeta llevan el nombre de esta.',
  badSource: 'Un nombre de 200 caracteres como máximo, sin barras.',
  nothingFound: 'No hay ningún documento en lo que elegiste.',
  unreadable: 'Algo de lo que elegiste no se puede leer. No se ha subido nada.',
  nowhere:
    'No se ha subido nada, porque no está claro adónde. Corrige los nombres en «Destino» y suelta los archivos otra vez.',
  leftOut: (n: number) =>
    n === 1
      ? 'Se dejó fuera 1 archivo: imágenes, archivos comprimidos y similares no son documentos.'
      : `Se dejaron fuera ${number.format(n)} archivos: imágenes, archivos comprimidos y similares no son documentos.`,
  // Subidas
  uploads: 'Subidas',
  states: {
    waiting: 'En espera',
    checking: 'Comprobando',
    sending: 'Subiendo',
    reading: 'Leyendo',
    failed: 'Fallido',
    cancelled: 'Cancelado',
    added: 'Añadido',
    updated: 'Actualizado',
    unchanged: 'Sin cambios',
    renamed: 'Renombrado',
  },
  progressOf: (n: number, total: number) =>
    `${number.format(n)} de ${count(total, 'archivo', 'archivos')}`,
  tally: {
    added: (n: number) => count(n, 'añadido', 'añadidos'),
    updated: (n: number) => count(n, 'actualizado', 'actualizados'),
    unchanged: (n: number) => `${number.format(n)} sin cambios`,
    renamed: (n: number) => count(n, 'renombrado', 'renombrados'),
    failed: (n: number) => count(n, 'fallido', 'fallidos'),
    cancelled: (n: number) => count(n, 'cancelado', 'cancelados'),
  },
  begun: (n: number) => `Subiendo ${count(n, 'archivo', 'archivos')}.`,
  ended: (tally: string) => `Subidas terminadas: ${tally}.`,
  cancel: 'Cancelar',
  cancelOne: (name: string) => `Cancelar ${name}`,
  cancelAll: 'Cancelar todo',
  retryOne: (name: string) => `Reintentar ${name}`,
  clear: 'Vaciar la lista',
  goOn: 'Continuar',
  halted: 'La subida se ha detenido. Lo ya subido se conserva.',
  moreUploads: (n: number) => `Mostrar más (${number.format(n)})`,
  tooLarge: (size: string, limit: string | null) =>
    limit === null
      ? `El archivo ocupa ${size}, más de lo que admite este proyecto`
      : `El archivo ocupa ${size}, y este proyecto admite ${limit} como máximo`,
  tooLargeHint: 'Divídelo, o sube limits.document en gecko.yaml y ejecuta gecko restart.',
  changed:
    'El archivo no se puede leer: ha cambiado, se ha movido o se ha borrado desde que se eligió',
  changedHint: 'Elígelo otra vez.',
  signedOut: 'Este navegador ya no tiene la sesión iniciada',
  signedOutHint:
    'Abre la página en este navegador con el enlace que muestra gecko open, y continúa.',
  // Lista
  list: 'Documentos',
  search: 'Buscar en títulos y rutas',
  source: 'Origen',
  type: 'Tipo',
  language: 'Idioma',
  all: { source: 'Origen: todos', type: 'Tipo: todos', language: 'Idioma: todos' },
  columns: {
    title: 'Título',
    place: 'Origen y ruta',
    type: 'Tipo',
    language: 'Idioma',
    chunks: 'Fragmentos',
    size: 'Tamaño',
    ingested: 'Añadido',
  },
  sortBy: 'Ordenar por',
  ascending: 'Ascendente',
  descending: 'Descendente',
  shown: (n: number, total: number) =>
    n === total
      ? count(total, 'documento', 'documentos')
      : `${number.format(n)} de ${count(total, 'documento', 'documentos')}`,
  stillLoading: (n: number) => `${number.format(n)} documentos hasta ahora`,
  noneMatch: 'Ningún documento coincide',
  noneMatchText: 'Prueba con otras palabras o con menos filtros.',
  clearFilters: 'Mostrar todos los documentos',
  empty: 'Este corpus aún está vacío',
  emptyReadOnly: 'Los documentos se añaden desde esta página o con esta orden:',
  types: {
    'application/pdf': 'PDF',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word',
    'text/markdown': 'Markdown',
    'text/x-rst': 'reStructuredText',
    'text/asciidoc': 'AsciiDoc',
    'text/org': 'Org',
    'application/x-ipynb+json': 'Jupyter',
    'text/plain': 'Texto',
    'text/html': 'HTML',
    'text/csv': 'CSV',
    'text/tab-separated-values': 'TSV',
    'application/json': 'JSON',
    'application/x-ndjson': 'Líneas JSON',
    'text/x-source': 'Código',
  },
  languages: { en: 'Inglés', es: 'Español', none: 'Desconocido' },
  // Varios documentos
  select: (title: string) => `Seleccionar ${title}`,
  selectAll: 'Seleccionar todo lo mostrado',
  selectNone: 'Quitar la selección',
  selection: 'Documentos seleccionados',
  selected: (n: number) => count(n, 'seleccionado', 'seleccionados'),
  removeMany: (n: number) => `Borrar ${count(n, 'documento', 'documentos')}`,
  reallyRemoveMany: (n: number, collection: string) =>
    `¿Borrar ${count(n, 'documento', 'documentos')} de ${collection}?`,
  andMore: (n: number) => `y ${number.format(n)} más`,
  removeManyText:
    'Su texto y sus fragmentos se borran, y las respuestas ya no se apoyarán en ellos. Los archivos originales no se tocan: gecko ingest, o soltarlos aquí, vuelve a añadirlos.',
  removing: (n: number, total: number) => `${number.format(n)} de ${number.format(total)}`,
  stop: 'Detener',
  close: 'Cerrar',
  removedMany: (n: number) =>
    n === 1 ? 'Se ha borrado 1 documento.' : `Se han borrado ${number.format(n)} documentos.`,
  removedOf: (n: number, total: number) =>
    `Borrados ${number.format(n)} de ${count(total, 'documento', 'documentos')}.`,
  notRemoved: 'Sin borrar',
  stillSelected: 'Lo que no se ha borrado sigue seleccionado.',
  // Un documento
  document: 'Documento',
  missingTitle: 'Este documento no está en el corpus',
  missingText: 'Se borró o cambió de nombre, o la dirección está incompleta.',
  askAbout: 'Preguntar sobre este documento',
  copyId: 'Copiar ID',
  remove: 'Borrar',
  facts: 'Sobre este documento',
  collection: 'Colección',
  pages: 'Páginas',
  length: 'Texto',
  characters: (n: number) => count(n, 'carácter', 'caracteres'),
  id: 'ID',
  hash: 'SHA-256',
  text: 'Texto',
  noText: 'Este documento no tiene texto.',
  chunksTitle: 'Fragmentos',
  chunksText: 'Los pasajes entre los que busca una pregunta. Elige uno para verlo en el texto.',
  chunk: (n: number) => `Fragmento ${number.format(n)}`,
  chunksTooMany: 'El texto es demasiado largo para mostrar aquí sus fragmentos.',
  page: (n: number) => `Página ${number.format(n)}`,
  line: (n: number) => `línea ${number.format(n)}`,
  showBefore: 'Mostrar lo anterior',
  showAfter: 'Mostrar lo siguiente',
  moreChunks: 'Mostrar más fragmentos',
  reallyRemove: (title: string) => `¿Borrar «${title}» del corpus?`,
  removeText: (chunks: number, collection: string) =>
    `Su texto y ${chunks === 1 ? 'su fragmento' : `sus ${number.format(chunks)} fragmentos`} se borran de ${collection}, y las respuestas ya no se apoyarán en él. El archivo original no se toca: gecko ingest, o soltarlo aquí, vuelve a añadirlo.`,
  removed: (title: string) => `Se ha borrado «${title}».`,
  notRemovedFor: (title: string, why: string) => `No se ha borrado «${title}». ${why}`,
};
