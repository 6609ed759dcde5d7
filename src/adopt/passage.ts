/** A point of a collection as langchain makes it. */
export interface Passage {
  /** Of the point. */
  id: string;
  text: string;
  metadata: Readonly<Record<string, unknown>>;
}
