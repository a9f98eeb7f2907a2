import { beforeEach, expect, test, vi } from "vitest";
import { addPasskey } from "#lib/account/add-passkey.ts";
import { getAccount } from "#lib/account/read.ts";
import { reauthenticate } from "#lib/account/reauthenticate.ts";
import { removePasskey } from "#lib/account/remove-passkey.ts";
import { renamePasskey } from "#lib/account/rename-passkey.ts";
import type { Self } from "#lib/account/self.ts";
import { startPasskey } from "#lib/account/start-passkey.ts";
import { longAgo, signedInSelf, testOrigin } from "#lib/account/testing.ts";
import { system } from "#lib/db/system.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { createPasskeyChallenge } from "./passkey-challenge.ts";
import { signInWithPasskey } from "./passkey-sign-in.ts";
import { SoftAuthenticator } from "./soft-authenticator.ts";

const party = { rpId: "localhost", origin: "http://localhost:3000" };
let self: Self;
let orgId: string;
let key: SoftAuthenticator;

async function register(owner: Self, authenticator: SoftAuthenticator, ceremony: object = {}) {
  const { challenge } = await startPasskey(owner, party);
  return addPasskey(owner, { name: "Laptop", response: authenticator.create({ challenge, ...ceremony }) }, party);
}

beforeEach(async () => {
  const { user, org } = await seedOrg();
  orgId = org.id;
  self = await signedInSelf(user.id);
  key = new SoftAuthenticator();
  await register(self, key);
});

const freshChallenge = async () => (await createPasskeyChallenge(party)).challenge;
let lastAddress = 0;

function signIn(assertion: unknown) {
  lastAddress += 1;
  const origin = { ...testOrigin, address: `203.0.113.${lastAddress}` };
  return signInWithPasskey({ response: JSON.stringify(assertion) }, origin, party);
}

const untilRefused = (reason: string) =>
  vi.waitFor(async () => {
    const rows = await system().auditEntry.findMany({ where: { orgId, action: "sessions.refuse" } });
    expect(rows.map(({ after }) => after)).toContainEqual(expect.objectContaining({ reason }));
  });

test("a passkey signs its owner in without a name typed, and the session says how", async () => {
  const session = await signIn(key.get({ challenge: await freshChallenge() }, self.person.id));
  expect(session?.id).toBe(self.person.id);
  expect(await system().session.findUnique({ where: { id: session?.sid ?? "" } })).toMatchObject({ method: "passkey" });
});

test("a challenge works once, and only one that we made, for this", async () => {
  const challenge = await freshChallenge();
  expect(await signIn(key.get({ challenge }, self.person.id))).not.toBeNull();
  expect(await signIn(key.get({ challenge }, self.person.id))).toBeNull();
  expect(await signIn(key.get({ challenge: "bm90IG91cnM" }, self.person.id))).toBeNull();
  const { challenge: forAdding } = await startPasskey(self, party);
  expect(await signIn(key.get({ challenge: forAdding }, self.person.id))).toBeNull();
  await untilRefused("wrong_passkey");
});

test("a challenge that is too old does not work", async () => {
  const challenge = await freshChallenge();
  await system().oneTimeToken.updateMany({ data: { expiresAt: new Date(0) } });
  expect(await signIn(key.get({ challenge }, self.person.id))).toBeNull();
});

test.each([
  ["another site", { origin: "https://evil.example" }],
  ["another port of this machine", { origin: "http://localhost:4000" }],
  ["another relying party", { rpId: "evil.example" }],
  ["a device that did not ask for PIN or finger", { isUserVerified: false }],
])("an assertion from %s is refused", async (_name, ceremony) => {
  expect(await signIn(key.get({ challenge: await freshChallenge(), ...ceremony }, self.person.id))).toBeNull();
});

test("a user handle that names somebody else, and a signature by another key, are refused", async () => {
  const other = (await seedOrg()).user.id;
  expect(await signIn(key.get({ challenge: await freshChallenge() }, other))).toBeNull();
  await untilRefused("wrong_user_handle");
  const forged = new SoftAuthenticator().get({ challenge: await freshChallenge() }, self.person.id);
  expect(await signIn({ ...forged, id: key.id, rawId: key.id })).toBeNull();
  expect(await signIn(forged)).toBeNull();
  expect(await signIn("nonsense")).toBeNull();
});

test("a counter that goes back or stands still means a copied key and is refused", async () => {
  const use = async (counter: number) => {
    key.counter = counter;
    return signIn(key.get({ challenge: await freshChallenge() }, self.person.id));
  };
  expect(await use(5)).not.toBeNull();
  expect(await use(4)).toBeNull();
  expect(await use(5)).toBeNull();
  await untilRefused("passkey_counter");
  expect(await use(6)).not.toBeNull();
});

test("registration needs a challenge made for this person, used once, and a verified user", async () => {
  const other = await signedInSelf((await seedOrg()).user.id);
  const { challenge } = await startPasskey(other, party);
  const response = new SoftAuthenticator().create({ challenge });
  await expect(addPasskey(self, { name: "x", response }, party)).rejects.toMatchObject({ code: "wrong_passkey" });
  await expect(addPasskey(other, { name: "x", response }, party)).rejects.toMatchObject({ code: "wrong_passkey" });
  for (const ceremony of [{ isUserVerified: false }, { origin: "https://evil.example" }]) {
    const refused = register(self, new SoftAuthenticator(), ceremony);
    await expect(refused).rejects.toMatchObject({ code: "wrong_passkey" });
  }
  await expect(register(self, key)).rejects.toMatchObject({ code: "already_on" });
  expect((await getAccount(self.person)).passkeys).toHaveLength(1);
});

test("a passkey proves its owner again, and nobody else", async () => {
  const other = await signedInSelf((await seedOrg()).user.id);
  const prove = async (who: Self) =>
    reauthenticate(who, { passkey: key.get({ challenge: await freshChallenge() }, self.person.id) }, party);
  await expect(prove(other)).rejects.toMatchObject({ code: "wrong_passkey" });
  const long = new Date(0);
  await system().session.update({ where: { id: self.person.sessionId }, data: { authenticatedAt: long } });
  await prove(self);
  const row = await system().session.findUnique({ where: { id: self.person.sessionId } });
  expect(row?.authenticatedAt).not.toEqual(long);
});

test("somebody else's passkey cannot be renamed or removed, and does not seem to exist", async () => {
  const other = await signedInSelf((await seedOrg()).user.id);
  await expect(renamePasskey(other, key.id, { name: "mine" })).rejects.toMatchObject({ code: "not_found" });
  await expect(removePasskey(other, key.id)).rejects.toMatchObject({ code: "not_found" });
  await renamePasskey(self, key.id, { name: "Old laptop" });
  expect((await getAccount(self.person)).passkeys).toMatchObject([{ name: "Old laptop" }]);
  await removePasskey(self, key.id);
  expect((await getAccount(self.person)).passkeys).toEqual([]);
});

test("adding and removing need a recent proof; the last way in cannot be removed", async () => {
  await expect(startPasskey(longAgo(self), party)).rejects.toMatchObject({ code: "reauthentication_required" });
  await expect(removePasskey(longAgo(self), key.id)).rejects.toMatchObject({ code: "reauthentication_required" });
  await system().user.update({ where: { id: self.person.id }, data: { passwordHash: null } });
  const second = new SoftAuthenticator();
  await register(self, second);
  const results = await Promise.allSettled([removePasskey(self, key.id), removePasskey(self, second.id)]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect((await getAccount(self.person)).passkeys).toHaveLength(1);
});
