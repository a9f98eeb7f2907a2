import { expect, test } from "vitest";
import { seedSession } from "#prisma/seed/caller.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { linkIntentCookie, takeLinkIntent } from "./link-intent.ts";

async function signedIn() {
  const { user } = await seedOrg();
  return { id: user.id, cookie: (await seedSession(user.id)).cookie };
}

const intentOf = async (userId: string) => (await linkIntentCookie(userId)).split(";")[0] ?? "";
const take = (...cookies: string[]) =>
  takeLinkIntent(new Request("http://localhost:3000/", { headers: { cookie: cookies.join("; ") } }));

test("an intent to link counts once, for the person who is signed in and said it", async () => {
  const me = await signedIn();
  const intent = await intentOf(me.id);
  expect(await take(me.cookie, intent)).toMatchObject({ id: me.id });
  expect(await take(me.cookie, intent)).toBeNull();
});

test("without one a return from a provider is an ordinary sign-in", async () => {
  const me = await signedIn();
  expect(await take(me.cookie)).toBeNull();
  expect(await take(me.cookie, "kaihe.link=made-up")).toBeNull();
});

test("somebody else's intent links nothing to me, and mine nothing without my session", async () => {
  const [me, other] = [await signedIn(), await signedIn()];
  expect(await take(me.cookie, await intentOf(other.id))).toBeNull();
  expect(await take(await intentOf(me.id))).toBeNull();
});

test("the cookie is for this host alone and out of reach of scripts", async () => {
  const me = await signedIn();
  expect(await linkIntentCookie(me.id)).toMatch(/^kaihe\.link=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/);
});
