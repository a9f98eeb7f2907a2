/** A `data:` URL with base64 (RFC 2397), taken apart; null when it is none. */
export function inlineData(url: string): { mimeType: string; data: string } | null {
  const match = /^data:([a-z]+\/[a-z0-9.+-]+);base64,/i.exec(url);
  if (!match?.[1]) return null;
  const data = url.slice(match[0].length);
  return isBase64(data) ? { mimeType: match[1].toLowerCase(), data } : null;
}

export function dataUrl(mimeType: string, data: string): string {
  return `data:${mimeType};base64,${data}`;
}

export function isBase64(data: string): boolean {
  return data !== "" && data.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(data);
}
