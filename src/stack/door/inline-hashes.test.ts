import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { inlineHashes } from './inline-hashes.ts';

const hashed = (script: string) =>
  `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

it('gives the hash of each inline script once, as a browser computes it', () => {
  // The well-known hash of this text; see the example in MDN's page on script-src.
  expect(inlineHashes('<script>doSomething();</script>')).toEqual([
    "'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='",
  ]);
  const html = '<SCRIPT type="a>b">x\r\ny</SCRIPT ><script async>x\ny</script><script>é</script>';
  expect(inlineHashes(html)).toEqual([hashed('x\ny'), hashed('é')]);
});

it('leaves out files, and scripts in comments; a comment in a script belongs to it', () => {
  expect(
    inlineHashes(
      '<!-- put a <script> here --><script src="a.js" async></script><script\nsrc=b.js></script>' +
        '<script data-src="x"><!-- var a\n//--></script><scripts>no</scripts>',
    ),
  ).toEqual([hashed('<!-- var a\n//-->')]);
});
