/**
 * A text without what turns the direction of writing, hides between letters, or would steer a terminal:
 * with these one text could pass for another.
 */
export function visible(text: string): string {
  return text.replace(
    /\u001b(\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(\u0007|\u001b\\)?)|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu,
    '',
  );
}
