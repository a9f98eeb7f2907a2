import { gzipSync } from "node:zlib";
import fc from "fast-check";

/** What a field never expects. */
export const hostileValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  Number.MAX_SAFE_INTEGER,
  1e308,
  "",
  "\0",
  "a\0b",
  "\ud800",
  "\udfff tail",
  "\u202e\u200b\ufeff",
  "𝒳".repeat(40),
  "x".repeat(100_000),
  "9".repeat(400),
  "-1",
  "1e5",
  "../../etc/passwd",
  "' or 1=1 --",
  "{{7*7}}",
  "<script>alert(1)</script>",
  "__proto__",
  "constructor",
  "2026-02-30T25:61:61Z",
  "http://[::1",
  "javascript:alert(1)",
  [],
  {},
  [[]],
  [null],
  { length: 1 },
  { toString: null },
  JSON.parse('{"__proto__": {"polluted": true}}'),
  { constructor: { prototype: { polluted: true } } },
];

const nested = (depth: number) => `${'{"parts":['.repeat(depth)}1${"]}".repeat(depth)}`;

/** Whole bodies that are no document of anybody's. */
const hostileTexts: readonly string[] = [
  "",
  " ",
  "{",
  "null",
  "[]",
  "[[[[]]]]",
  '"text"',
  "1e400",
  "{}",
  '{"a":1e400,"name":1e400}',
  "\ufeff{}",
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"name":"a","name":{"a":1}}',
  "[".repeat(100_000),
  nested(5_000),
  `{"name":"${"x".repeat(300_000)}"}`,
  '{"name":"\\u0000"}',
  '{"name":"\\ud800"}',
  "name=form&data=1",
  "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
];

export interface HostileBody {
  body: string | Uint8Array;
  headers: Record<string, string>;
}

/** 64 MiB of nothing in 64 KiB. */
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));

export const hostileBodies: readonly HostileBody[] = [
  ...hostileTexts.map((body) => ({ body, headers: {} })),
  { body: Uint8Array.of(0xff, 0xfe, 0xc0, 0x80), headers: {} },
  { body: bomb, headers: { "content-encoding": "gzip" } },
  { body: gzipSync("{}").subarray(0, 12), headers: { "content-encoding": "gzip" } },
  { body: "{}", headers: { "content-encoding": "gzip" } },
  { body: "{}", headers: { "content-encoding": "br" } },
  { body: "{}", headers: { "content-encoding": "gzip, gzip" } },
  { body: "{}", headers: { "content-type": "text/plain; charset=utf-7" } },
  { body: "{}", headers: { "content-length": "99999999999" } },
];

/** A value with one of its leaves, or a key beside them, replaced by something hostile. */
export function spoiled(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(valid, fc.nat(1_000), fc.oneof(fc.constantFrom(...hostileValues), fc.jsonValue()))
    .map(([value, place, poison]) => replaceLeaf(value, place % Math.max(1, leavesOf(value)), poison));
}

function leavesOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce<number>((sum, each) => sum + leavesOf(each), 0);
}

function replaceLeaf(value: unknown, place: number, poison: unknown): unknown {
  if (typeof value !== "object" || value === null) return place === 0 ? poison : value;
  let rest = place;
  const entries = Object.entries(value).map(([key, each]): [string, unknown] => {
    const at = rest;
    rest -= leavesOf(each);
    return [key, at >= 0 && rest < 0 ? replaceLeaf(each, at, poison) : each];
  });
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}

export const hostileTextArbitrary = fc.oneof(
  fc.constantFrom(...hostileValues.filter((value) => typeof value === "string")),
  fc.string({ unit: "binary" }),
);
