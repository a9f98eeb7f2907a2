/**
 * Where to go after sign-in: a path of this console, else the start page. What a browser would read as another host
 * (`//evil`, `/\evil`, control characters that it strips) is refused (CWE-601).
 */
export function safeNext(next: string | string[] | undefined): string {
  if (typeof next !== "string" || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next) || next.includes("\\")) return "/";
  const url = URL.parse(next, "http://console.invalid");
  return url?.host === "console.invalid" ? `${url.pathname}${url.search}` : "/";
}
