import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { withSystem } from "#lib/db/system.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { dropStreamSession, openStreamSession, sweepPresence } from "./presence.ts";
import { getBox } from "./read.ts";

let seeded: SeededOrg;
let box: SeededBox;
beforeEach(async () => {
  seeded = await seedOrg();
  box = await seedBox(seeded.org);
});

/** As if the box had been silent (and its stream gone) for so long: the clock that counts is the database's. */
function age(seconds: { seen?: number; dropped?: number }) {
  return withSystem(
    (tx) => tx.$executeRaw`
      update box set
        last_seen_at = now() - make_interval(secs => ${seconds.seen ?? 0}),
        session_dropped_at = case when ${seconds.dropped ?? null}::int is null then session_dropped_at
          else now() - make_interval(secs => ${seconds.dropped ?? 0}) end
      where id = ${box.id}`,
  );
}
const presence = async () => {
  await sweepPresence();
  const { presence: shown, presenceReason } = await getBox(seeded.owner, box.id);
  return { shown, presenceReason };
};

test("never seen, until its first stream", async () => {
  expect(await presence()).toEqual({ shown: "never_seen", presenceReason: null });
  await openStreamSession(box.ctx, randomUUID());
  expect((await presence()).shown).toBe("online");
});

test("silence is late after 45 s and offline after 90 s", async () => {
  await openStreamSession(box.ctx, randomUUID());
  await age({ seen: 40 });
  expect((await presence()).shown).toBe("online");
  await age({ seen: 60 });
  expect(await presence()).toEqual({ shown: "late", presenceReason: "silent" });
  await age({ seen: 100 });
  expect(await presence()).toEqual({ shown: "offline", presenceReason: "silent" });
});

test("a dropped stream has ten seconds to come back before anybody is told", async () => {
  const session = randomUUID();
  await openStreamSession(box.ctx, session);
  await dropStreamSession(box.ctx, session);
  expect((await presence()).shown).toBe("online");
  await age({ seen: 20, dropped: 11 });
  expect(await presence()).toEqual({ shown: "offline", presenceReason: "connection_lost" });
  await openStreamSession(box.ctx, randomUUID());
  expect(await presence()).toEqual({ shown: "online", presenceReason: null });
});

test("the end of an older stream says nothing about the newer one", async () => {
  const [older, newer] = [randomUUID(), randomUUID()];
  await openStreamSession(box.ctx, older);
  await openStreamSession(box.ctx, newer);
  await dropStreamSession(box.ctx, older);
  const row = await withSystem((tx) => tx.box.findUniqueOrThrow({ where: { id: box.id } }));
  expect(row).toMatchObject({ sessionId: newer, sessionDroppedAt: null });
});
