/** Whether a key belongs to letters that are put together (IME): Enter takes a suggestion, Esc drops it. */
export function isComposing({ isComposing, keyCode }: KeyboardEvent): boolean {
  // Safari ends the composition before the key that ends it; 229 is the code of a key that an IME has taken.
  return isComposing || keyCode === 229;
}
