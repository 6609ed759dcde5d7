/** An address as the host of a URL: of IPv6 in brackets, and written as browsers do. */
export function urlHost(address: string): string {
  if (!address.includes(':')) return address;
  const url = `http://[${address}]`;
  return URL.canParse(url) ? new URL(url).hostname : `[${address}]`;
}
