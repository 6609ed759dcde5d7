import { describe, expect, it } from 'vitest';
import { parseListeners } from './parse-listeners.ts';

describe('parseListeners', () => {
  it.each([
    ['127.0.0.1', '0100007F', true],
    ['127.0.0.53', '3500007F', true],
    ['0.0.0.0', '00000000', false],
    ['172.17.0.1', '010011AC', false],
    ['127.in.the.end', '7F000001', false],
    ['::', '00000000000000000000000000000000', false],
    ['::1', '00000000000000000000000001000000', true],
    ['::ffff:127.0.0.1', '0000000000000000FFFF00000100007F', true],
    ['fe80::1', '000080FE000000000000000001000000', false],
  ])('knows whether %s is loopback', (_, address, isLoopback) => {
    const line = `   0: ${address}:2CAA 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 48213 1`;
    expect(parseListeners(line)).toEqual([{ port: 11434, isLoopback, inode: '48213' }]);
  });
});
