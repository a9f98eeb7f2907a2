import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import next from "next";
import { env, publicUrl } from "#lib/env.ts";
import { log } from "#lib/log.ts";
import { cleanHeaders, isOwnPath } from "./trusted-request.ts";

/**
 * The console's web server: Next behind a door that believes only what it can know. It is the only way in that limits
 * by address can rely on, so servers run this rather than `next start`.
 */
const { PORT: port, TRUSTED_PROXY_HOPS: hops } = env();
const isHttps = publicUrl().startsWith("https://");
/** Two years (hstspreload.org); only with https, where a wrong value could not lock anybody out of a LAN console. */
const transportSecurity = "max-age=63072000; includeSubDomains";
/** For a client to read its refusal while it still sends; after that an endless body is cut. */
const lingerMs = 3_000;
/** After SIGTERM; scripts/supervise.ts kills after six seconds. */
const graceMs = 4_000;

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: "close", "content-type": "text/plain" }).end();
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  if (isHttps) response.setHeader("strict-transport-security", transportSecurity);
  if (!isOwnPath(request.url)) {
    refuse(response, 400);
    return;
  }
  cleanHeaders(request, hops);
  response.once("finish", () => {
    if (!request.complete) setTimeout(() => request.complete || request.destroy(), lingerMs).unref();
  });
  handle(request, response).catch((error: unknown) => {
    log.error({ error: error instanceof Error ? error.stack : String(error) }, "the web server failed");
    if (response.headersSent) response.destroy();
    else refuse(response, 500);
  });
}

const server = createServer({
  maxHeaderSize: 16 * 1024,
  // For reading a request only: an event stream is an answer and may last for hours.
  headersTimeout: 15_000,
  requestTimeout: 120_000,
  connectionsCheckingInterval: 5_000,
});
const app = next({ dev: false, port, httpServer: server });
await app.prepare();
const handle = app.getRequestHandler();
server.on("request", answer);
// Nothing here speaks another protocol, and Next's own listener would let the socket wait.
server.on("upgrade", (_request, socket) => socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n"));

/** Open requests finish, event streams end by themselves (lib/api/event-stream.ts), then the process ends. */
function stop(): void {
  server.close(() => {
    void app.close().finally(() => process.exit(0));
  });
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), graceMs).unref();
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop);

server.listen(port, () => log.info({ port, hops }, "web ready"));
