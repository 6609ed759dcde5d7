/** What a project may be called: it names folders, containers and volumes. */
export const projectNames = {
  pattern: /^[a-z0-9][a-z0-9-]{0,30}$/,
  description: 'lower-case letters, digits and -, beginning with a letter or a digit, at most 31',
};
