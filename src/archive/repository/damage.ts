/** Something of a backup that is not as its manifest says. The message completes "FILE: ". */
export class Damage extends Error {}
