/** Whether a dialog lies over the page: the keys of what is under it wait. */
export function isCovered(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
