import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A model provider that costs next to nothing: canned answers with usage, whole or in 20 chunks. */
const usage = { prompt_tokens: 40, completion_tokens: 20, total_tokens: 60 };
const head = { id: "chatcmpl-bench", created: 1_700_000_000, model: "bench-model" };
const text = "word ".repeat(20).trim();

const whole = Buffer.from(
  JSON.stringify({
    ...head,
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
    usage,
  }),
);
const chunk = (choices: unknown[], more = {}) =>
  `data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", choices, ...more })}\n\n`;
const chunks = [
  ...Array.from({ length: 20 }, () => chunk([{ index: 0, delta: { content: "word " }, finish_reason: null }])),
  chunk([{ index: 0, delta: {}, finish_reason: "stop" }]),
  chunk([], { usage }),
  "data: [DONE]\n\n",
];

const server = createServer((request, response) => {
  if (request.method === "GET") {
    response.writeHead(200, { "content-type": "application/json" }).end('{"object":"list","data":[]}');
    return;
  }
  let body = "";
  request.on("data", (part) => {
    body += part;
  });
  request.on("end", () => {
    if (!body.includes('"stream":true')) {
      response.writeHead(200, { "content-type": "application/json", "content-length": whole.length }).end(whole);
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const part of chunks) response.write(part);
    response.end();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  // A listening TCP server always has an AddressInfo; strings are for pipes only.
  console.log(`ready on ${(server.address() as AddressInfo).port}`);
});
