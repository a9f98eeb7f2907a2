/** The secret after `#`, taken out of the address bar, so that nobody copies it along or finds it in the history. */
export function takeFragment(): string {
  const token = window.location.hash.slice(1);
  if (token) window.history.replaceState(null, "", window.location.pathname);
  return token;
}
