import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";

export interface Received {
  headers: Record<string, string>;
  body: string;
}

export type Receiver = AsyncDisposable & { url: string; received: Received[] };

/** A real server on loopback that keeps what is posted to it and answers as told. */
export async function startReceiver(answer: (response: ServerResponse, nth: number) => unknown): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ headers: plain(request.headers), body });
    await answer(response, received.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("a listening server has an address");
  return {
    url: `http://127.0.0.1:${address.port}/in`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
