import { randomBytes, randomUUID } from "node:crypto";
import { createBudget } from "#lib/budgets/create.ts";
import { listCalls } from "#lib/calls/list.ts";
import { addDiscount } from "#lib/discounts/add.ts";
import { AddDiscount } from "#lib/discounts/schema.ts";
import { importInvoice } from "#lib/invoices/import.ts";
import { createLocalKey } from "#lib/local-keys/create.ts";
import { inviteMember } from "#lib/members/invite.ts";
import { stringifyWire } from "#lib/money.ts";
import { type Role, roles } from "#lib/permissions.ts";
import { ingestUsage } from "#lib/usage/ingest.ts";
import { seedAlert, seedDelivery, seedWebhook } from "#prisma/seed/alert.ts";
import { seedAnomaly } from "#prisma/seed/anomaly.ts";
import { type SeededBox, seedAction, seedBox } from "#prisma/seed/box.ts";
import { budgetInput, seedLease } from "#prisma/seed/budget.ts";
import { restoreOrg, seedApiKey, seedPasskey, seedSession } from "#prisma/seed/caller.ts";
import { seedEnrollment } from "#prisma/seed/enrollment.ts";
import { type SeededOrg, seedMember, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { seedStatement } from "#prisma/seed/statement.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { seedView } from "#prisma/seed/view.ts";

export interface TenantPerson {
  id: string;
  email: string;
  cookie: string;
  /** An API key that they made, with every scope. */
  key: string;
}

/** An organization with a person of every role and one of everything; `new…` makes another for one call to use up. */
export interface Tenant {
  seeded: SeededOrg;
  slug: string;
  people: Record<Role, TenantPerson>;
  box: SeededBox;
  provider: string;
  budget: string;
  localKey: string;
  /** Of a month. */
  statement: string;
  /** A lease that is presumed spent, and its budget. */
  newPresumedLease: () => Promise<{ budget: string; lease: string }>;
  /** Id of an attempt that the box made. */
  call: () => Promise<string>;
  newBox: () => Promise<string>;
  newProvider: () => Promise<string>;
  /** One that has not begun, of a provider of its own. */
  newDiscount: () => Promise<{ provider: string; discount: string }>;
  newInvoice: () => Promise<string>;
  newBudget: () => Promise<string>;
  newLocalKey: () => Promise<string>;
  newAction: () => Promise<string>;
  /** A code that waits for an answer, or that this organization has taken. */
  newCode: () => Promise<string>;
  /** A person's second session, and a member with a role, for routes that end or change one. */
  newSession: () => Promise<string>;
  newMember: () => Promise<string>;
  newApiKey: () => Promise<string>;
  /** The owner's. */
  newPasskey: () => Promise<string>;
  newAlert: () => Promise<string>;
  newAnomaly: () => Promise<string>;
  /** The owner's, shared. */
  newView: () => Promise<string>;
  newWebhook: () => Promise<string>;
  /** A message that waits for this endpoint. */
  newDelivery: (webhook: string) => Promise<string>;
  newInvite: () => Promise<{ id: string; token: string }>;
  /** Undoes what a call did to its own callers. */
  restore: () => Promise<void>;
  /** The id of everything made so far. */
  ids: string[];
}

/** Every name in it starts with `mark`, which must therefore not turn up in an answer to anybody else. */
export async function seedTenant(mark: string, { isTakingCodes = false } = {}): Promise<Tenant> {
  const seeded = await seedOrg({ name: `${mark}-org`, slug: `${mark}-${randomUUID().slice(0, 8)}` });
  const { org, owner } = seeded;
  const ids: string[] = [org.id, seeded.user.id];
  const noted = <Id extends string>(id: Id) => {
    ids.push(id);
    return id;
  };
  const name = () => `${mark}-${randomUUID().slice(0, 8)}`;
  const newProvider = async () => noted(await seedProvider(org, { name: name(), apiKey: name() }));
  const newBudget = async (connectionId: string | null = null) =>
    noted((await createBudget(owner, budgetInput({ name: name(), connectionId, capNanos: 10_000_000n }))).id);
  const box = await seedBox(org, name());
  const provider = await newProvider();
  await ingestUsage(box.ctx, { events: [usageEvent({ connectionId: provider, caller: name() })] });
  const people = await seedPeople(seeded);
  for (const person of Object.values(people)) noted(person.id);
  const newLocalKey = async () => noted((await createLocalKey(owner, { name: name() })).id);
  return {
    seeded,
    slug: org.slug,
    people,
    box: { ...box, id: noted(box.id) },
    provider,
    budget: await newBudget(provider),
    localKey: await newLocalKey(),
    statement: noted(await seedStatement(org)),
    newPresumedLease: async () => {
      const presumed = await newBudget();
      const lease = await seedLease(org, presumed, box.id, { grantedNanos: 1_000n, state: "presumed" });
      return { budget: presumed, lease: noted(lease) };
    },
    call: async () => (await listCalls(owner, { box: box.id })).items[0]?.id ?? "",
    newBox: async () => noted((await seedBox(org, name())).id),
    newProvider,
    newDiscount: async () => {
      const id = await newProvider();
      const startsAt = new Date(Date.now() + 86_400_000).toISOString();
      const { discounts } = await addDiscount(
        owner,
        id,
        AddDiscount.parse({ basisPoints: 1000, startsAt, note: name() }),
      );
      return { provider: id, discount: noted(discounts[0]?.id ?? "") };
    },
    newInvoice: async () => {
      const text = `date,model,cost,currency\n2026-11-01,${name()},1,USD`;
      return noted((await importInvoice(owner, { connectionId: provider, fileName: "bill.csv", text })).id);
    },
    newBudget: () => newBudget(),
    newLocalKey,
    newAction: async () => noted(await seedAction(org, box.id, name())),
    newCode: () => seedEnrollment({ serial: name(), claimedOrgId: isTakingCodes ? org.id : null }),
    newSession: async () => noted((await seedSession(people.owner.id)).sid),
    newMember: async () => noted((await seedMember(org, "viewer")).id),
    newApiKey: async () => noted((await seedApiKey(org.id, people.owner.id, { name: name() })).id),
    newPasskey: async () => noted(await seedPasskey(people.owner.id, name())),
    newView: async () => noted(await seedView(org, people.owner.id, name())),
    newAlert: async () => noted(await seedAlert(org, { name: name() })),
    newAnomaly: async () => noted(await seedAnomaly(org, { key: name() })),
    newWebhook: async () => noted(await seedWebhook(org, `https://${name()}.example.com/`)),
    newDelivery: async (webhook) => noted(await seedDelivery(org, webhook)),
    newInvite: async () => {
      const { invite, link } = await inviteMember(
        owner,
        { email: `${randomUUID()}@example.com`, role: "viewer" },
        "en",
      );
      return { id: noted(invite.id), token: new URL(link ?? "").hash.slice(1) };
    },
    restore: () => restoreOrg(org, people),
    ids,
  };
}

async function seedPeople(seeded: SeededOrg): Promise<Record<Role, TenantPerson>> {
  const made = roles.map(async (role) => {
    const { id, email } = role === "owner" ? seeded.user : await seedMember(seeded.org, role);
    const { cookie } = await seedSession(id);
    const { key } = await seedApiKey(seeded.org.id, id);
    return [role, { id, email, cookie, key }];
  });
  return Object.fromEntries(await Promise.all(made));
}

/** Something that no other tenant's answer contains by chance. */
export function newMark(): string {
  return `canary${randomBytes(4).toString("hex")}`;
}

/** What of a tenant shows in a text: its mark, and ids other than those that were sent. */
export function leaksOf(tenant: { mark: string; ids: string[] }, text: string, sent: unknown): string[] {
  const known = stringifyWire(sent);
  return [tenant.mark, ...tenant.ids].filter((secret) => text.includes(secret) && !known.includes(secret));
}
