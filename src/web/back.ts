/** An address of our own to go back to; anything else leads home. */
export function backTo(address: string | undefined): string {
  if (!address?.startsWith('/') || address.startsWith('//') || address.includes('\\')) return '/';
  const url = URL.canParse(address, 'http://here') ? new URL(address, 'http://here') : null;
  return url?.host === 'here' ? url.pathname + url.search : '/';
}
