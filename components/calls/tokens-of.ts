import { inputBuckets, outputBuckets, type TokenBucket } from "#lib/protocol/token-buckets.ts";
import type { Tokens } from "#lib/protocol/usage.ts";

/** What went in and came out, and of what special kinds, those without any left out. */
export function sumTokens(tokens: Tokens): { input: number; output: number; kinds: [TokenBucket, number][] } {
  const sum = (buckets: readonly TokenBucket[]) => buckets.reduce((total, bucket) => total + tokens[bucket], 0);
  const special = [...inputBuckets, ...outputBuckets].filter((bucket) => bucket !== "input" && bucket !== "output");
  return {
    input: sum(inputBuckets),
    output: sum(outputBuckets),
    kinds: special.flatMap((bucket): [TokenBucket, number][] => (tokens[bucket] > 0 ? [[bucket, tokens[bucket]]] : [])),
  };
}
