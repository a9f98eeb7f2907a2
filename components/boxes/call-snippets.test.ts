import { expect, test } from "vitest";
import { anthropicSnippet, curlSnippet } from "./call-snippets.ts";
import { gatewayUrl } from "./gateway-url.ts";

test("a name with a quote cannot break out of the shell line", () => {
  const line = curlSnippet({ url: "http://localhost:7071/v1", model: "it's", key: "k" });
  expect(line).toContain(`"model":"it'\\''s"`);
});

test("Anthropic's client gets the address without the path that it adds itself", () => {
  const text = anthropicSnippet({ url: "http://localhost:7071/v1", model: "smart", key: "k" });
  expect(text).toContain('baseURL: "http://localhost:7071",');
});

test("addresses of both families, with and without a port", () => {
  expect(gatewayUrl(null)).toBe("http://localhost:7071/v1");
  expect(gatewayUrl("192.168.1.7")).toBe("http://192.168.1.7:7071/v1");
  expect(gatewayUrl("192.168.1.7:37071")).toBe("http://192.168.1.7:37071/v1");
  expect(gatewayUrl("fd00::7")).toBe("http://[fd00::7]:7071/v1");
  expect(gatewayUrl("[fd00::7]:37071")).toBe("http://[fd00::7]:37071/v1");
});
