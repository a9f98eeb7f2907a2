import type { IncomingMessage, ServerResponse } from "node:http";
import { chooseLanguage } from "./messages.ts";
import { contentSecurityPolicy, renderPage } from "./render.ts";
import type { BoxStatus } from "./status.ts";

/** Answers `/` and `/status.json`; false for any other path. */
export async function handlePageRequest(
  getStatus: () => BoxStatus,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const path = (request.url ?? "/").split("?")[0];
  if (path === "/status.json") {
    response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(getStatus()));
    return true;
  }
  if (path !== "/") return false;
  const { lang, messages } = chooseLanguage(request.headers["accept-language"]);
  const html = await renderPage(getStatus(), lang, messages);
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": contentSecurityPolicy,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    vary: "accept-language",
  });
  response.end(html);
  return true;
}
