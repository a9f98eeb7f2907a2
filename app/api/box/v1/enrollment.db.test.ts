import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeAll, expect, test } from "vitest";
import { decommissionBox } from "#lib/boxes/decommission.ts";
import { listBoxes } from "#lib/boxes/read.ts";
import { withSystem } from "#lib/db/system.ts";
import { approveEnrollment, denyEnrollment } from "#lib/enrollment/approve.ts";
import { getEnrollment } from "#lib/enrollment/read.ts";
import { UserCode } from "#lib/enrollment/schema.ts";
import { deviceCodeGrant, EnrollResponse, EnrollTokenResponse } from "#lib/protocol/enroll.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { POST as enroll } from "./enroll/route.ts";
import { POST as poll } from "./enroll/token/route.ts";

let seeded: SeededOrg;
let stranger: SeededOrg;
beforeAll(async () => {
  seeded = await seedOrg();
  stranger = await seedOrg();
});

function post(path: string, body: unknown): Request {
  return new Request(`http://localhost:3000${path}`, { method: "POST", body: JSON.stringify(body) });
}

async function newDevice() {
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const claims = {
    enrollmentId: randomUUID(),
    sealingKey: "A".repeat(43),
    serial: "KH-0001",
    model: "KaiheAiBox",
    agentVersion: "0.1.0",
    iat: 0,
  };
  const jwk = await exportJWK(pair.publicKey);
  const proof = (patch: object = {}) =>
    new SignJWT({ ...claims, ...patch })
      .setProtectedHeader({ alg: "EdDSA", typ: "kaihe-enroll+jwt", jwk })
      .sign(pair.privateKey);
  const ask = async (patch: object = {}) => enroll(post("/api/box/v1/enroll", { proof: await proof(patch) }));
  return { claims, ask };
}

type Device = Awaited<ReturnType<typeof newDevice>>;
const start = async (device: Device) => EnrollResponse.parse(await (await device.ask()).json());
const askToken = (deviceCode: string) =>
  poll(post("/api/box/v1/enroll/token", { grant_type: deviceCodeGrant, device_code: deviceCode }));
const code = (answer: EnrollResponse) => UserCode.parse(answer.user_code);

test("the same box asking again gets the same codes; the QR's code is in the fragment", async () => {
  const device = await newDevice();
  const [first, second] = [await start(device), await start(device)];
  expect(second).toMatchObject({ device_code: first.device_code, user_code: first.user_code });
  expect(first.verification_uri_complete).toBe(`http://localhost:3000/enroll#${first.user_code}`);
});

test("pending, then let in by one click only, and the box may read its answer twice", async () => {
  const answer = await start(await newDevice());
  expect(await (await askToken(answer.device_code)).json()).toEqual({ error: "authorization_pending" });
  expect(await (await askToken(answer.device_code)).json()).toEqual({ error: "slow_down" });
  expect((await getEnrollment(seeded.owner, code(answer))).words).toHaveLength(3);
  const clicks = await Promise.allSettled([1, 2, 3].map(() => approveEnrollment(seeded.owner, code(answer), "Lobby")));
  expect(clicks.filter((click) => click.status === "fulfilled")).toHaveLength(1);
  const told = EnrollTokenResponse.parse(await (await askToken(answer.device_code)).json());
  expect(told).toMatchObject({ boxName: "Lobby", orgId: seeded.org.id });
  expect(EnrollTokenResponse.parse(await (await askToken(answer.device_code)).json())).toEqual(told);
  expect((await listBoxes(seeded.owner)).items.map((box) => box.id)).toContain(told.boxId);
});

test("a taken code is nothing to other organizations, and an unknown one the same nothing", async () => {
  const answer = await start(await newDevice());
  await approveEnrollment(seeded.owner, code(answer), "Mine");
  await expect(getEnrollment(stranger.owner, code(answer))).rejects.toMatchObject({ code: "not_found" });
  await expect(approveEnrollment(stranger.owner, code(answer), "Theirs")).rejects.toMatchObject({ code: "not_found" });
  await expect(getEnrollment(stranger.owner, "BBBBBBBB")).rejects.toMatchObject({ code: "not_found" });
});

test("a box sent away learns it, and gets a new code when it asks again", async () => {
  const device = await newDevice();
  const answer = await start(device);
  await denyEnrollment(seeded.owner, code(answer));
  expect(await (await askToken(answer.device_code)).json()).toEqual({ error: "access_denied" });
  expect((await start(device)).user_code).not.toBe(answer.user_code);
});

test("a code ends after ten minutes", async () => {
  const device = await newDevice();
  const answer = await start(device);
  await withSystem((tx) =>
    tx.enrollment.updateMany({ where: { userCode: code(answer) }, data: { expiresAt: new Date(0) } }),
  );
  expect(await (await askToken(answer.device_code)).json()).toEqual({ error: "expired_token" });
  await expect(approveEnrollment(seeded.owner, code(answer), "Late")).rejects.toMatchObject({ code: "not_found" });
  expect((await start(device)).user_code).not.toBe(answer.user_code);
});

test("the same key again is the same box; another organization cannot take it", async () => {
  const device = await newDevice();
  const first = await start(device);
  const { boxId } = await approveEnrollment(seeded.owner, code(first), "Lobby");
  await decommissionBox(seeded.owner, boxId);
  await withSystem((tx) =>
    tx.enrollment.updateMany({ where: { userCode: code(first) }, data: { expiresAt: new Date(0) } }),
  );
  const second = await start(device);
  await expect(approveEnrollment(stranger.owner, code(second), "Theirs")).rejects.toMatchObject({ code: "key_in_use" });
  expect(await approveEnrollment(seeded.owner, code(second), "Lobby again")).toEqual({ boxId });
});

test.each([
  ["no JSON", "{", 400, "malformed_json"],
  ["no proof", "{}", 422, "invalid_input"],
  ["a proof that is no JWS", '{"proof":"x.y.z"}', 422, "invalid_input"],
])("%s is told by code and changes nothing", async (_name, body, status, errorCode) => {
  const response = await enroll(new Request("http://localhost:3000/api/box/v1/enroll", { method: "POST", body }));
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toMatchObject({ code: errorCode, status });
});
