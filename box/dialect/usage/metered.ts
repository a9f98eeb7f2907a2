import type { Tokens } from "../../../lib/protocol/usage.ts";

/** What an upstream says it used: tokens by disjoint bucket, and searches of the web it ran and bills for. */
export type Metered = { tokens: Tokens; webSearches: number };
