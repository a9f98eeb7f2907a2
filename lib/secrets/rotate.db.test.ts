import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withOrg } from "#lib/db/client.ts";
import { system } from "#lib/db/system.ts";
import { openSigningKey } from "#lib/orgs/org-keys.ts";
import { openProviderKey } from "#lib/providers/key-store.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { ShreddedError } from "./data-key.ts";
import { firstEnvelope } from "./first-envelope.ts";
import { type KeyProvider, localProvider } from "./key-provider.ts";
import { rotateKeys } from "./rotate.ts";

/** Which providers this "process" is configured with; the first wraps. */
let configured: KeyProvider[] = [];
vi.mock("./key-provider.ts", async (importOriginal) => ({
  ...(await importOriginal<typeof import("./key-provider.ts")>()),
  keyProvider: (name?: string) => {
    const found = name === undefined ? configured[0] : configured.find((provider) => provider.name === name);
    if (!found) throw new Error(`no key provider ${name}`);
    return found;
  },
}));

const ring = (...ids: string[]) => new Map(ids.map((id) => [id, keys[id] ?? Buffer.alloc(0)]));
const keys: Record<string, Buffer> = { old: randomBytes(32), new: randomBytes(32) };
let orgs: { seeded: SeededOrg; provider: string; apiKey: string }[] = [];

/** A process with these providers, an hour later: what it had unwrapped before is forgotten (lib/secrets/data-key.ts). */
function restartWith(...providers: KeyProvider[]): void {
  configured = providers;
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
}

beforeEach(async () => {
  configured = [localProvider("env", ring("old"))];
  orgs = [];
  for (let index = 0; index < 5; index += 1) {
    const seeded = await seedOrg();
    const apiKey = `sk-${randomBytes(8).toString("hex")}`;
    orgs.push({ seeded, apiKey, provider: await seedProvider(seeded.org, { apiKey }) });
  }
});
afterEach(async () => {
  vi.useRealTimers();
  // The next test has other keys; organizations of this one would not open for it.
  await system().org.updateMany({ data: { deletedAt: new Date() } });
});

async function expectAllOpen(): Promise<void> {
  for (const { seeded, apiKey } of orgs) {
    await withOrg(seeded, async (tx) => {
      const key = await tx.providerKey.findFirstOrThrow({ where: { orgId: seeded.org.id } });
      expect(await openProviderKey(tx, key)).toBe(apiKey);
      const org = await tx.org.findFirstOrThrow({ where: { id: seeded.org.id } });
      await openSigningKey(tx, seeded.org.id, org.signingSecret);
    });
  }
}

test("after a rotation everything opens with the new key alone, and nothing with the old alone", async () => {
  restartWith(localProvider("env", ring("new", "old")));
  expect((await rotateKeys()).rewrapped).toBeGreaterThanOrEqual(orgs.length);
  expect(await rotateKeys()).toMatchObject({ rewrapped: 0, resealed: 0 });
  restartWith(localProvider("env", ring("new")));
  await expectAllOpen();
  restartWith(localProvider("env", ring("old")));
  await expect(expectAllOpen()).rejects.toThrow(/does not have the key/);
});

test("a rotation that dies halfway leaves everything readable, and the next run finishes it", async () => {
  const both = localProvider("env", ring("new", "old"));
  let left = 2;
  const dying: KeyProvider = {
    ...both,
    wrap: (dataKey, owner) => {
      left -= 1;
      if (left < 0) throw new Error("killed");
      return both.wrap(dataKey, owner);
    },
  };
  restartWith(dying);
  await expect(rotateKeys()).rejects.toThrow("killed");
  restartWith(both);
  await expectAllOpen();
  await rotateKeys();
  restartWith(localProvider("env", ring("new")));
  await expectAllOpen();
});

test("from one keeper of keys to another", async () => {
  const elsewhere = localProvider("file", ring("new"));
  restartWith(elsewhere, localProvider("env", ring("old")));
  await rotateKeys();
  restartWith(elsewhere);
  await expectAllOpen();
});

test("secrets of the first release are written anew under the data key", async () => {
  const [{ seeded, provider, apiKey }] = orgs as [(typeof orgs)[number]];
  const place = { table: "provider_key", row: provider, orgId: seeded.org.id, version: 1 };
  const where = { orgId: seeded.org.id, connectionId: provider };
  await system().providerKey.updateMany({ where, data: { secret: firstEnvelope(apiKey, place) } });
  await expectAllOpen();
  expect((await rotateKeys()).resealed).toBe(1);
  expect(await system().providerKey.findFirst({ where })).toMatchObject({ secret: { v: 2 } });
  await expectAllOpen();
});

test("a data key moved to another organization does not open there", async () => {
  const [first, second] = orgs.map(({ seeded }) => seeded.org.id);
  const { dataKey } = await system().org.findFirstOrThrow({ where: { id: first } });
  await system().org.updateMany({ where: { id: second }, data: { dataKey: dataKey ?? {} } });
  await expect(expectAllOpen()).rejects.toThrow();
});

test("without its data key an organization's secrets are gone, for a process that had used them too", async () => {
  await expectAllOpen();
  const [{ seeded }] = orgs as [(typeof orgs)[number]];
  await system().$executeRaw`update org set data_key = null, deleted_at = now() where id = ${seeded.org.id}`;
  await expect(expectAllOpen()).rejects.toThrow(ShreddedError);
});
