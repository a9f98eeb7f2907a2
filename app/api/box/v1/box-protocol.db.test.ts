import { createHash, randomUUID } from "node:crypto";
import { compactVerify, importJWK, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { issuer } from "#lib/auth/box-token.ts";
import { decommissionBox } from "#lib/boxes/decommission.ts";
import { getBox } from "#lib/boxes/read.ts";
import { createBudget } from "#lib/budgets/create.ts";
import { getBoxConfig } from "#lib/configs/read.ts";
import { saveLayer } from "#lib/configs/save-layer.ts";
import { withSystem } from "#lib/db/system.ts";
import { DesiredDocument, DesiredResponse, Route } from "#lib/protocol/config.ts";
import { Ed25519PublicJwk } from "#lib/protocol/scalars.ts";
import { assertionType } from "#lib/protocol/token.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { POST as checkin } from "./checkin/route.ts";
import { GET as desired } from "./desired/route.ts";
import { POST as token } from "./token/route.ts";

const origin = "http://localhost:3000";
/** As Next calls a route without a dynamic part. */
const segment = { params: Promise.resolve(undefined) };
let seeded: SeededOrg;
let box: SeededBox;

beforeAll(async () => {
  seeded = await seedOrg();
  box = await seedBox(seeded.org);
});

interface ProofOptions {
  path: string;
  method?: string;
  accessToken?: string;
  signer?: SeededBox;
  jti?: string;
  ageSeconds?: number;
}

async function dpop({
  path,
  method = "POST",
  accessToken,
  signer = box,
  jti = randomUUID(),
  ageSeconds = 0,
}: ProofOptions) {
  const ath = accessToken === undefined ? {} : { ath: createHash("sha256").update(accessToken).digest("base64url") };
  return new SignJWT({ htm: method, htu: `${origin}${path}`, jti, ...ath })
    .setProtectedHeader({ alg: "EdDSA", typ: "dpop+jwt", jwk: signer.publicJwk })
    .setIssuedAt(Math.floor(Date.now() / 1000) - ageSeconds)
    .sign(signer.privateKey);
}

async function assertion({ audience = issuer() as string | string[], signer = box, subject = box.id } = {}) {
  return new SignJWT({})
    .setProtectedHeader({ alg: "EdDSA", typ: "client-authentication+jwt" })
    .setIssuer(subject)
    .setSubject(subject)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime("60s")
    .sign(signer.privateKey);
}

function post(path: string, headers: Record<string, string>, body: unknown): Request {
  return new Request(`${origin}${path}`, {
    method: "POST",
    headers: { host: "localhost:3000", "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

async function askToken(claims: Parameters<typeof assertion>[0] = {}, proof: Partial<ProofOptions> = {}) {
  const path = "/api/box/v1/token";
  const body = {
    grant_type: "client_credentials",
    client_assertion_type: assertionType,
    client_assertion: await assertion(claims),
  };
  return token(post(path, { dpop: await dpop({ path, ...proof }) }, body));
}

async function accessTokenFor(signer: SeededBox = box): Promise<string> {
  const response = await askToken({ signer, subject: signer.id }, { signer });
  expect(response.status).toBe(200);
  return (await response.json()).access_token;
}

async function getDesired(signer: SeededBox, accessToken: string, extra: Record<string, string> = {}) {
  const path = "/api/box/v1/desired";
  const headers = {
    authorization: `DPoP ${accessToken}`,
    dpop: await dpop({ path, method: "GET", accessToken, signer }),
    host: "localhost:3000",
  };
  return desired(new Request(`${origin}${path}`, { headers: { ...headers, ...extra } }), segment);
}

const report = (patch: object) => ({
  seq: 1,
  bootId: randomUUID(),
  sessionId: null,
  agentVersion: "0.1.0",
  localAddress: "192.168.1.20",
  uptimeSeconds: 5,
  health: { name: "box", isHealthy: true },
  appliedVersion: 0,
  reported: null,
  backlog: 0,
  ...patch,
});

async function sendCheckin(signer: SeededBox, accessToken: string, body: object) {
  const path = "/api/box/v1/checkin";
  const headers = { authorization: `DPoP ${accessToken}`, dpop: await dpop({ path, accessToken, signer }) };
  return checkin(post(path, headers, body), segment);
}

describe("identity", () => {
  test.each([
    ["an assertion for two audiences", { audience: [issuer(), "https://elsewhere.example"] }, {}],
    ["an assertion for another console", { audience: "urn:kaihe:console:other" }, {}],
    ["an assertion for another box", { subject: "box_00000000000000000000000000" }, {}],
    ["a proof that is two minutes old", {}, { ageSeconds: 120 }],
    ["a proof for another address", {}, { path: "/api/box/v1/desired" }],
    ["a proof for another method", {}, { method: "GET" }],
  ])("%s is refused", async (_name, claims, proof) => {
    const response = await askToken(claims, proof);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: "invalid_token" });
  });

  test("a stranger's key is refused, also with the box's own assertion", async () => {
    const stranger = await seedBox((await seedOrg()).org);
    expect((await askToken({}, { signer: stranger })).status).toBe(401);
    expect((await askToken({ signer: stranger })).status).toBe(401);
  });

  test("a proof works once", async () => {
    const accessToken = await accessTokenFor();
    const path = "/api/box/v1/checkin";
    const proof = await dpop({ path, accessToken });
    const send = () => checkin(post(path, { authorization: `DPoP ${accessToken}`, dpop: proof }, report({})), segment);
    expect((await send()).status).toBe(200);
    const again = await send();
    expect(again.status).toBe(401);
    expect((await again.json()).detail).toContain("used before");
  });

  test("an access token is useless with another key, and a proof without the token's hash", async () => {
    const accessToken = await accessTokenFor();
    const other = await seedBox(seeded.org);
    expect((await getDesired(other, accessToken)).status).toBe(401);
    const path = "/api/box/v1/checkin";
    const response = await checkin(
      post(path, { authorization: `DPoP ${accessToken}`, dpop: await dpop({ path }) }, report({})),
      segment,
    );
    expect(response.status).toBe(401);
  });

  test("a decommissioned box is refused at once, with a token that is still good", async () => {
    const gone = await seedBox(seeded.org);
    const accessToken = await accessTokenFor(gone);
    await decommissionBox(seeded.owner, gone.id);
    const response = await getDesired(gone, accessToken);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "box_decommissioned" });
  });
});

describe("configuration", () => {
  test("versions grow only with content, are signed by the organization and unchanged ones answer 304", async () => {
    const own = await seedBox(seeded.org);
    const accessToken = await accessTokenFor(own);
    const first = DesiredResponse.parse(await (await getDesired(own, accessToken)).json());
    expect(first.version).toBe(1);
    expect((await getDesired(own, accessToken, { "if-none-match": '"1"' })).status).toBe(304);
    const provider = await seedProvider(seeded.org);
    const patch = {
      routes: { smart: Route.parse({ targets: [{ connectionId: provider, model: "practice-small" }] }) },
    };
    await saveLayer(seeded.owner, own.id, { expectedVersion: 0, patch });
    expect((await getBoxConfig(seeded.owner, own.id)).state.phase).toBe("pending");
    const second = DesiredResponse.parse(await (await getDesired(own, accessToken)).json());
    expect(second.version).toBe(2);
    const org = await withSystem((tx) => tx.org.findUniqueOrThrow({ where: { id: seeded.org.id } }));
    const key = await importJWK(Ed25519PublicJwk.parse(org.signingKey), "EdDSA");
    const { payload } = await compactVerify(second.signed, key);
    const document = DesiredDocument.parse(JSON.parse(new TextDecoder().decode(payload)));
    expect(document).toMatchObject({
      boxId: own.id,
      orgId: seeded.org.id,
      version: 2,
      settings: { routes: patch.routes },
    });
  });

  test("two requests at once make one version", async () => {
    const own = await seedBox(seeded.org);
    const accessToken = await accessTokenFor(own);
    await createBudget(seeded.owner, budgetInput({ period: "day", capNanos: 10_000_000n }));
    const answers = await Promise.all([1, 2, 3, 4].map(() => getDesired(own, accessToken)));
    for (const answer of answers) expect((await answer.json()).version).toBe(1);
  });

  test("applied is shown only for the version that was asked for last, and never for one that was not given", async () => {
    const own = await seedBox(seeded.org);
    const accessToken = await accessTokenFor(own);
    await getDesired(own, accessToken);
    const bootId = randomUUID();
    const say = (seq: number, version: number, phase: string, appliedVersion: number) =>
      sendCheckin(
        own,
        accessToken,
        report({ bootId, seq, appliedVersion, reported: { version, phase, reason: null } }),
      );
    const state = async () => (await getBox(seeded.owner, own.id)).config;
    await say(1, 7, "applied", 7);
    expect(await state()).toMatchObject({ phase: "pending", appliedVersion: 0 });
    await say(2, 1, "verifying", 0);
    expect(await state()).toMatchObject({ phase: "verifying", appliedVersion: 0 });
    await say(3, 1, "applied", 1);
    expect(await state()).toMatchObject({ phase: "applied", version: 1, appliedVersion: 1 });
    await say(2, 1, "verifying", 0);
    expect((await state()).phase).toBe("applied");
    await saveLayer(seeded.owner, own.id, { expectedVersion: 0, patch: { observationSeconds: 9 } });
    expect((await state()).phase).toBe("pending");
    await say(4, 1, "applied", 1);
    expect((await state()).phase).toBe("pending");
  });
});
