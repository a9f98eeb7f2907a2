import "server-only";
import { Prisma } from "../db/client.ts";
import type { TokenBucket } from "../protocol/token-buckets.ts";
import { measuresOf } from "../usage/rollup-sql.ts";

/** Where the rollup and its cubes keep each kind of tokens. */
export const tokenColumns = {
  input: "input_tokens",
  cacheRead: "cache_read_tokens",
  cacheWrite5m: "cache_write_5m_tokens",
  cacheWrite1h: "cache_write_1h_tokens",
  audioInput: "audio_input_tokens",
  output: "output_tokens",
  reasoning: "reasoning_tokens",
  audioOutput: "audio_output_tokens",
  imageOutput: "image_output_tokens",
} as const satisfies Record<TokenBucket, string>;

/** All tokens of a row that is called `alias`; the kinds are disjoint. */
export function allTokensSql(alias: string): Prisma.Sql {
  const columns = Object.values(tokenColumns).map((column) => `${alias}.${column}`);
  return Prisma.raw(`(${columns.join(" + ")})`);
}

/** The sum of every measure of the rollup under its own name, of rows called `alias`; zero where there are none. */
export function sumsSql(alias: string): Prisma.Sql {
  const sums = Object.keys(measuresOf).map((name) => `coalesce(sum(${alias}.${name}), 0)::bigint as ${name}`);
  return Prisma.raw(sums.join(", "));
}
