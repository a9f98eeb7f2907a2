import type { Rollup, TimedEvent } from "./rollup.ts";
import type { Seen } from "./seen.ts";

/** What is taken from a box in one transaction. */
export type Intake = {
  seenByBoot: ReadonlyMap<string, Seen>;
  events: readonly TimedEvent[];
  rollups: readonly Rollup[];
  /** The box's clock now; see correct-times.ts. */
  skewMs: number;
};

/** What ingest needs of one database transaction besides the ledger's store: Postgres, or the simulator's memory. */
export type UsageStore = {
  /** What was seen of these starts of the box, locked until the transaction ends. */
  lockBoots(boxId: string, bootIds: readonly string[]): Promise<ReadonlyMap<string, Seen>>;
  /** Which of these the organization never had. */
  findUnknown(named: {
    connectionIds: ReadonlySet<string>;
    priceHashes: ReadonlySet<string>;
  }): Promise<{ connectionIds: ReadonlySet<string>; priceHashes: ReadonlySet<string> }>;
  save(boxId: string, intake: Intake): Promise<void>;
};
