import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { cleanHeaders, isOwnPath, senderAddress } from "./trusted-request.ts";

test.each([
  ["without proxies the header is a claim", "203.0.113.9, 198.51.100.7", 0, "192.0.2.1"],
  ["one proxy wrote the last entry", "203.0.113.9, 198.51.100.7", 1, "198.51.100.7"],
  ["two proxies: the outer one wrote the last but one", "6.6.6.6, 203.0.113.9, 198.51.100.7", 2, "203.0.113.9"],
  ["past the proxies", "203.0.113.9", 2, "192.0.2.1"],
  ["no header at all", undefined, 1, "192.0.2.1"],
  ["an empty header", " ", 1, "192.0.2.1"],
])("%s", (_name, header, hops, expected) => {
  expect(senderAddress("192.0.2.1", header, hops)).toBe(expected);
});

function requestWith(headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, headers);
  return request;
}

const sent = {
  host: "console.example",
  rsc: "1",
  "next-router-prefetch": "1",
  "next-router-state-tree": "x",
  "next-url": "/x",
  "x-middleware-subrequest": "proxy:proxy",
  "x-middleware-rewrite": "/elsewhere",
  "x-nextjs-data": "1",
  "x-next-resume-state-length": "1",
  "x-now-route-matches": "1",
  "x-invoke-path": "/",
  "x-matched-path": "/",
  "x-forwarded-host": "evil.example",
  "x-forwarded-proto": "https",
  "x-forwarded-for": "6.6.6.6",
  forwarded: "for=6.6.6.6",
};

test("what no client of ours sends is dropped, what Next's client sends stays", () => {
  const request = requestWith(sent);
  cleanHeaders(request, 0);
  expect(Object.keys(request.headers).sort()).toEqual(
    ["host", "next-router-prefetch", "next-router-state-tree", "next-url", "rsc", "x-forwarded-for"].sort(),
  );
  expect(request.headers["x-forwarded-for"]).not.toContain("6.6.6.6");
});

test("behind a proxy its word about host and scheme stays", () => {
  const request = requestWith(sent);
  cleanHeaders(request, 1);
  expect(request.headers).toMatchObject({ "x-forwarded-host": "evil.example", "x-forwarded-for": "6.6.6.6" });
  expect(request.headers).not.toHaveProperty("x-middleware-subrequest");
});

test.each(["http://other/", "*", "other:443", "", "/%ff", "/%", undefined])(
  "%s is no path of this server",
  (target) => {
    expect(isOwnPath(target)).toBe(false);
  },
);
