import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "../env.ts";
import { type Prisma, PrismaClient } from "./generated/client.ts";

export type Tx = Prisma.TransactionClient;
export { Prisma } from "./generated/client.ts";

/**
 * Two clients, two database roles, neither of them the owner: `kaihe_app` sees only the organization that the
 * transaction names, `kaihe_system` sees all and is exported by lib/db/system.ts alone. The role is a connection
 * option, so even RESET ROLE stays inside it.
 */
function poolOf(role: "kaihe_app" | "kaihe_system", size: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: env().DATABASE_URL,
    options: `-c role=${role}`,
    max: size,
    application_name: role,
    // Also how long a request may queue for one of ours: a storm of a thousand is served, late, rather than refused.
    connectionTimeoutMillis: 20_000,
  });
  // A connection that dies while idle (Postgres restarted) must not take the process with it.
  pool.on("error", () => {});
  return pool;
}

function connect(role: "kaihe_app" | "kaihe_system", size: number): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg(poolOf(role, size)) });
}

// Next's development server evaluates modules again on every change; connections must not pile up.
const held = globalThis as { kaiheApp?: PrismaClient; kaiheSystem?: PrismaClient; kaiheLimits?: pg.Pool };

export function appClient(): PrismaClient {
  held.kaiheApp ??= connect("kaihe_app", 12);
  return held.kaiheApp;
}

export function systemClient(): PrismaClient {
  held.kaiheSystem ??= connect("kaihe_system", 6);
  return held.kaiheSystem;
}

/** Plain connections for lib/rate-limit.ts, whose library brings its own SQL. */
export function limiterPool(): pg.Pool {
  held.kaiheLimits ??= poolOf("kaihe_system", 2);
  return held.kaiheLimits;
}

const limits = { maxWait: 20_000, timeout: 20_000 };

/**
 * The only way a noun reaches the database: one transaction that sees one organization. Row-level security refuses
 * everything else, also what raw SQL forgot.
 */
export function withOrg<Result>(ctx: { org: { id: string } }, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return appClient().$transaction(async (tx) => {
    await tx.$executeRaw`select set_config('app.org_id', ${ctx.org.id}, true)`;
    return work(tx);
  }, limits);
}

/** The same, seeing the database as it is at its first statement throughout: several reads that must agree. */
export function withOrgSnapshot<Result>(
  ctx: { org: { id: string } },
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return appClient().$transaction(
    async (tx) => {
      await tx.$executeRaw`select set_config('app.org_id', ${ctx.org.id}, true)`;
      return work(tx);
    },
    { ...limits, isolationLevel: "RepeatableRead" },
  );
}

/** `timeoutMs` for jobs that read everything; 20 seconds without it. */
export function inSystemTransaction<Result>(
  work: (tx: Tx) => Promise<Result>,
  timeoutMs = limits.timeout,
): Promise<Result> {
  return systemClient().$transaction(work, { ...limits, timeout: timeoutMs });
}
