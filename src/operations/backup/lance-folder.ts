/** Where the files of the embedded store lie in a backup. */
export const LANCE_FOLDER = 'lance';
