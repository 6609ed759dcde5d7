/** What a collection may be called. */
export const collectionNames = {
  pattern: /^(?!.*__)[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
  description: 'letters, digits, _ and -, at most 100, without __',
};
