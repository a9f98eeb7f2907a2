import { globSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Handler, RouteDeclaration } from "#lib/api/route.ts";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

export interface DiscoveredRoute {
  /** `GET /api/v1/boxes/[box]` */
  name: string;
  method: string;
  /** With its dynamic parts in brackets, as the folders are named. */
  path: string;
  handler: Handler;
  /** Absent on handlers that declare nothing, which only the exempt may. */
  declaration: RouteDeclaration | undefined;
}

/** Every handler that Next would serve below /api: by the file system, so that nobody has to remember to list one. */
export async function discoverRoutes(): Promise<DiscoveredRoute[]> {
  const files = globSync("app/api/**/route.ts").sort();
  const found = await Promise.all(
    files.map(async (file) => {
      const handlers: Record<string, (Handler & { declaration?: RouteDeclaration }) | undefined> = await import(
        pathToFileURL(resolve(file)).href
      );
      const path = `/${dirname(file).slice("app/".length)}`;
      return methods.flatMap((method) => {
        const handler = handlers[method];
        return handler ? [{ name: `${method} ${path}`, method, path, handler, declaration: handler.declaration }] : [];
      });
    }),
  );
  return found.flat();
}

export interface Sample {
  /** Values of the dynamic parts, by name. */
  params?: Record<string, string>;
  /** Without the question mark. */
  query?: string;
  body?: unknown;
  /**
   * Status of the same call with another organization's ids: 404 where an id is in the path. A route whose ids are in
   * body or query names its own.
   */
  ifForeign?: number;
  /** Statuses of a caller who was let in although they look like a refusal; the sample says why. */
  alsoLetIn?: number[];
  /** Undoes what the call did to the callers themselves. */
  afterwards?: () => Promise<void>;
  /** An API key is refused whatever it may: the call is about people. */
  isPeopleOnly?: boolean;
}

const origin = "http://localhost:3000";

export function addressOf(route: Pick<DiscoveredRoute, "path">, { params = {}, query }: Sample): string {
  const path = route.path.replaceAll(/\[(\w+)\]/g, (_whole, name: string) =>
    encodeURIComponent((params[name] ?? name).toWellFormed()),
  );
  return `${origin}${path}${query === undefined ? "" : `?${query}`}`;
}

/** Calls a handler as Next would. */
export async function callRoute(
  route: DiscoveredRoute,
  sample: Sample,
  headers: Record<string, string>,
  signal?: AbortSignal,
): Promise<Response> {
  const hasBody = sample.body !== undefined && route.method !== "GET";
  const request = new Request(addressOf(route, sample), {
    method: route.method,
    headers: { host: "localhost:3000", ...(hasBody ? { "content-type": "application/json" } : {}), ...headers },
    ...(hasBody ? { body: bodyOf(sample.body) } : {}),
    ...(signal ? { signal } : {}),
  });
  const params = route.path.includes("[") ? { ...sample.params } : undefined;
  return route.handler(request, { params: Promise.resolve(params) });
}

/** Text and bytes as they are, everything else as JSON. */
function bodyOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  return typeof body === "string" || body instanceof Uint8Array
    ? Uint8Array.from(Buffer.from(body))
    : JSON.stringify(body);
}

/** The text of an answer; of an event stream only that it was opened. */
export async function textOf(response: Response): Promise<string> {
  if (response.headers.get("content-type") !== "text/event-stream") return response.text();
  await response.body?.cancel();
  return "";
}
