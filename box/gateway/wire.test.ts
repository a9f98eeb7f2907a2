import { expect, test } from "vitest";
import type { Connection } from "../../lib/protocol/config.ts";
import { providerKinds } from "../../lib/protocol/provider-names.ts";
import { practiceConnection } from "../testing/world.ts";
import { upstreamHeaders, upstreamUrl, type Wire, wireTo } from "./wire.ts";

const connection = (kind: Connection["kind"], baseUrl: string, apiVersion: string | null = null) =>
  practiceConnection(1, baseUrl, { kind, apiVersion });

test.each<[Connection["kind"], string, string | null, Wire, boolean, string]>([
  ["openai", "https://o.test/v1", null, "chat", false, "https://o.test/v1/chat/completions"],
  ["openai", "https://o.test/v1/", null, "responses", true, "https://o.test/v1/responses"],
  ["openai_compatible", "https://c.test/api//", null, "embeddings", false, "https://c.test/api/embeddings"],
  ["anthropic", "https://a.test", null, "messages", true, "https://a.test/v1/messages"],
  ["anthropic", "https://a.test/", null, "messages", false, "https://a.test/v1/messages"],
  ["gemini", "https://g.test", null, "gemini", false, "https://g.test/v1beta/models/m%2F1:generateContent"],
  [
    "gemini",
    "https://g.test",
    null,
    "gemini",
    true,
    "https://g.test/v1beta/models/m%2F1:streamGenerateContent?alt=sse",
  ],
  [
    "azure_openai",
    "https://z.test",
    "2024-10-21",
    "chat",
    true,
    "https://z.test/openai/deployments/m%2F1/chat/completions?api-version=2024-10-21",
  ],
  [
    "azure_openai",
    "https://z.test/",
    "2025-01-01-preview",
    "embeddings",
    false,
    "https://z.test/openai/deployments/m%2F1/embeddings?api-version=2025-01-01-preview",
  ],
  [
    "azure_openai",
    "https://z.test",
    "2025-03-01-preview",
    "responses",
    false,
    "https://z.test/openai/responses?api-version=2025-03-01-preview",
  ],
  ["azure_openai", "https://z.test", "v1", "chat", false, "https://z.test/openai/v1/chat/completions"],
  ["azure_openai", "https://z.test", "preview", "responses", false, "https://z.test/openai/v1/responses"],
  ["local", "http://l.test:11434", null, "chat", false, "http://l.test:11434/v1/chat/completions"],
  ["local", "http://l.test:11434/v1", null, "chat", true, "http://l.test:11434/v1/chat/completions"],
  ["local", "http://l.test:11434/v1/", null, "embeddings", false, "http://l.test:11434/v1/embeddings"],
])("%s at %s (%s), %s, stream %s: %s", (kind, base, version, wire, isStream, expected) => {
  expect(upstreamUrl(connection(kind, base, version), wire, "m/1", isStream)).toBe(expected);
});

test("each API reaches each kind of provider as it is, translated, or not at all", () => {
  const ways = providerKinds.map((kind) => {
    const to = (api: "chat" | "responses" | "embeddings" | "messages") => {
      const way = wireTo(api, kind);
      return way === null ? "-" : `${way.wire}${way.translator ? "*" : ""}`;
    };
    return [kind, to("chat"), to("responses"), to("embeddings"), to("messages")].join(" ");
  });
  expect(ways).toEqual([
    "practice chat responses embeddings chat*",
    "openai chat responses embeddings chat*",
    "openai_compatible chat responses embeddings chat*",
    "azure_openai chat responses embeddings chat*",
    "anthropic messages* - - messages",
    "gemini gemini* - - gemini*",
    "local chat responses embeddings chat*",
  ]);
});

test("each provider gets its key where it looks for it, and of the caller's headers only those that are meant for it", () => {
  const caller = {
    authorization: "Bearer kl_secret",
    "x-api-key": "kl_secret",
    cookie: "a=b",
    "anthropic-beta": "b",
    "anthropic-version": "2024-01-01",
    "openai-beta": "o",
  };
  const headers = (kind: Connection["kind"], wire: Wire, isTranslated = false, key = "pk") =>
    upstreamHeaders(connection(kind, "http://p.test"), key, { wire, isTranslated, caller });
  expect(headers("openai", "chat")).toMatchObject({ authorization: "Bearer pk", "openai-beta": "o" });
  expect(headers("azure_openai", "responses")).toMatchObject({ "api-key": "pk", "openai-beta": "o" });
  expect(headers("anthropic", "messages")).toMatchObject({
    "x-api-key": "pk",
    "anthropic-beta": "b",
    "anthropic-version": "2024-01-01",
  });
  expect(headers("anthropic", "messages", true)).toMatchObject({ "anthropic-version": "2023-06-01" });
  expect(headers("anthropic", "messages", true)).not.toHaveProperty("anthropic-beta");
  expect(headers("gemini", "gemini", true)).toMatchObject({ "x-goog-api-key": "pk" });
  expect(headers("local", "chat", false, "")).not.toHaveProperty("authorization");
  for (const kind of providerKinds) expect(JSON.stringify(headers(kind, "chat"))).not.toMatch(/kl_secret|a=b/);
});
