import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { signedInSelf } from "#lib/account/testing.ts";
import { keepAliveMs } from "#lib/api/event-stream.ts";
import { revokeSession } from "#lib/auth/session.ts";
import { authCookies, cookieSecret } from "#lib/auth/session-cookie.ts";
import { notifyOrg } from "#lib/bus/notify.ts";
import { withOrg } from "#lib/db/client.ts";
import { system } from "#lib/db/system.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { GET } from "./route.ts";

let seeded: SeededOrg;
let sessionId: string;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  seeded = await seedOrg();
  sessionId = (await signedInSelf(seeded.user.id)).person.sessionId;
});
afterEach(() => void vi.useRealTimers());

async function open() {
  const token = await encode({ token: { sid: sessionId, jti: randomUUID() }, secret: cookieSecret() });
  const headers = { cookie: `${authCookies().sessionToken.name}=${token}`, "kaihe-org": seeded.org.slug };
  const response = await GET(new Request("http://localhost:3000/api/v1/events", { headers }));
  expect(response.status).toBe(200);
  const reader = response.body?.getReader();
  if (!reader) throw new Error("an event stream has a body");
  await reader.read();
  return reader;
}

test("a session that ended without a message ends its stream at the next keep-alive", async () => {
  const reader = await open();
  vi.advanceTimersByTime(keepAliveMs);
  // The bus says hello as well, in its own time.
  expect((await reader.read()).done).toBe(false);
  await system().session.update({ where: { id: sessionId }, data: { expiresAt: new Date(0) } });
  vi.advanceTimersByTime(keepAliveMs);
  while (!(await reader.read()).done);
});

test("leaving the organization without a message ends the stream as well", async () => {
  const reader = await open();
  await system().member.deleteMany({ where: { orgId: seeded.org.id } });
  vi.advanceTimersByTime(keepAliveMs);
  while (!(await reader.read()).done);
});

test("a revoked session ends its stream at once, with no keep-alive between", async () => {
  const reader = await open();
  // Not before the bus listens: what it hears proves that it does.
  const heard = (async () => {
    for (let text = ""; !text.includes('"topic":"boxes"'); )
      text = new TextDecoder().decode((await reader.read()).value);
  })();
  await withOrg(seeded.owner, (tx) => notifyOrg(tx, seeded.owner, "boxes"));
  await heard;
  await revokeSession(sessionId);
  while (!(await reader.read()).done);
});
