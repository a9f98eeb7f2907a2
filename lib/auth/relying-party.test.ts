import { beforeAll, expect, test, vi } from "vitest";
import { relyingParty } from "./relying-party.ts";

beforeAll(() => void vi.stubEnv("PUBLIC_URL", "https://fleet.example"));

const of = (host: string) => relyingParty(new Request("http://internal/", { headers: { host } }));

test("passkeys belong to the public address, whatever host a request claims", () => {
  const party = { rpId: "fleet.example", origin: "https://fleet.example" };
  for (const host of ["fleet.example", "evil.example", "localhost:4000", "localhost", "localhost:3000.evil.example"]) {
    expect(of(host)).toEqual(party);
  }
});

test("on this very machine they belong to localhost, on our own port", () => {
  expect(of("localhost:3000")).toEqual({ rpId: "localhost", origin: "http://localhost:3000" });
});
