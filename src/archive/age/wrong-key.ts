/** None of the keys at hand opens an age file. One that was damaged in its header may look the same. */
export class WrongKey extends Error {}
