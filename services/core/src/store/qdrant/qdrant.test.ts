import { describe, expect, it } from 'vitest';
import { connectQdrant } from './qdrant.ts';

describe('connectQdrant', () => {
  it.each([
    ['http://qdrant:6333', 'http://qdrant:6333'],
    ['http://qdrant', 'http://qdrant:6333'],
    ['https://example.org:443/', 'https://example.org:443'],
    ['https://example.org:8443/vectors/', 'https://example.org:8443/vectors'],
    ['http://[::1]:7000', 'http://[::1]:7000'],
  ])('takes %s for %s', (url, address) => {
    expect(connectQdrant({ url }).address).toBe(address);
  });

  it.each(['qdrant:6333', '', 'ftp://qdrant', 'not an address'])('refuses %j', (url) => {
    expect(() => connectQdrant({ url })).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
  });
});
