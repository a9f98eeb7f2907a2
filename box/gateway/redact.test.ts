import { describe, expect, test } from "vitest";
import { redact } from "./redact.ts";

const all = ["email", "phone", "card", "ip"] as const;

describe("full logs", () => {
  test.each([
    ["Write to mei.lin+x@mail.example.com today", "Write to [redacted] today"],
    ["a@b.co.", "[redacted]."],
    ["Call +49 30 1234567.", "Call [redacted]."],
    ["Call (030) 123-45678, now", "Call ([redacted], now"],
    ["4111 1111 1111 1111", "[redacted]"],
    ["Card 4111-1111-1111-1111.", "Card [redacted]."],
    ["378282246310005", "[redacted]"],
    ["from 192.168.10.20.", "from [redacted]."],
    ["from 10.0.0.1:8080", "from [redacted]:8080"],
    ["from 2001:db8::ff00:42:8329 on", "from [redacted] on"],
    ['{"to":"a@b.example"}', '{"to":"[redacted]"}'],
  ])("take out %s", (text, expected) => {
    expect(redact(text, all)).toBe(expected);
  });

  test.each([["Version 1.2.3 of 2026"], ["12:30:45"], ["Room 101, floor 12"], ["name@"], ["a:b:c"]])(
    "leave %s alone",
    (text) => {
      expect(redact(text, all)).toBe(text);
    },
  );

  test.each([
    "kl_0123456789abcdef",
    "sk-proj-0123456789abcdef",
    "sk-ant-api03-0123456789abcdef",
    "rk_live_0123456789abcdef",
    "kf_live_0123456789abcdef",
    "ghp_0123456789abcdef",
    "github_pat_0123456789abcdef",
    "xoxb-0123456789-abcdef",
    "AKIA0123456789ABCDEF",
    "AIzaSy0123456789abcdef",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "Bearer abc.def-123/456==",
    "bearer 0123456789",
  ])("never show the key in %s, whatever the policy", (secret) => {
    const shown = redact(`the key is "${secret}", keep it`, []);
    expect(shown).toMatch(/^the key is "(Bearer |bearer )?\[redacted\]", keep it$/);
  });

  test("what the policy does not name stays", () => {
    const text = "a@b.example 192.168.10.20";
    expect(redact(text, ["ip"])).toBe("a@b.example [redacted]");
    expect(redact(text, [])).toBe(text);
  });
});
