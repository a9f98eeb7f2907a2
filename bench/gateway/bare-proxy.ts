import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent, stream } from "undici";

/** The least a proxy in Node can do: the same HTTP library on both sides, and nothing in between. */
const [upstream = ""] = process.argv.slice(2);
const dispatcher = new Agent();

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    stream(
      `${upstream}${request.url}`,
      {
        method: "POST",
        dispatcher,
        body: Buffer.concat(parts),
        headers: { "content-type": "application/json", authorization: request.headers.authorization ?? "" },
      },
      ({ statusCode, headers }) => {
        const type = headers["content-type"];
        return response.writeHead(statusCode, typeof type === "string" ? { "content-type": type } : {});
      },
    ).catch(() => response.destroy());
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  // A listening TCP server always has an AddressInfo; strings are for pipes only.
  console.log(`ready on ${(server.address() as AddressInfo).port}`);
});
