import "server-only";
import { AppError } from "../errors.ts";

/**
 * A cookie rides along with any site's request; a change must come from our own pages. Browsers send Sec-Fetch-Site
 * (Fetch Metadata, W3C) or at least Origin; a client that sends neither is no browser and has no cookie to abuse.
 */
export function assertSameSite(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const isForeign =
    site === null ? origin !== null && URL.parse(origin)?.host !== request.headers.get("host") : site !== "same-origin";
  if (isForeign) throw new AppError("cross_site_request", "Changes are accepted from the console's own pages only.");
}
