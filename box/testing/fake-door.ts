import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, importJWK, jwtVerify } from "jose";
import { EnrollClaims, type EnrollTokenResponse } from "../../lib/protocol/enroll.ts";
import { Ed25519PublicJwk } from "../../lib/protocol/scalars.ts";

export type FakeReply = { status: number; body: unknown };
type Pending = { userCode: string; deviceCode: string; jwk: Ed25519PublicJwk; claims: EnrollClaims; state: string };

const problem = (status: number, code: string): FakeReply => ({
  status,
  body: { type: "about:blank", title: code, status, code, requestId: "req_fake" },
});

/** Who may come in: enrollment, tokens and DPoP proofs, checked as strictly as the real console must. */
export class FakeDoor {
  readonly #pending: Pending[] = [];
  readonly #tokens = new Map<string, string>();
  readonly #seenJtis = new Set<string>();
  #claimed: { pending: Pending; response: EnrollTokenResponse } | null = null;
  isDecommissioned = false;
  /** Tokens issued so far. */
  issued = 0;
  /** Answers of the token endpoint that come before the true one. */
  readonly scriptedErrors: string[] = [];
  expiresInSeconds = 600;
  readonly polledAtMs: number[] = [];

  get pending(): Pending | undefined {
    return this.#pending.at(-1);
  }

  get sealingKey(): string {
    return this.#claimed?.pending.claims.sealingKey ?? "";
  }

  approve(response: EnrollTokenResponse): void {
    const pending = this.pending;
    if (!pending) throw new Error("no box asks to be claimed");
    this.#claimed = { pending, response };
    pending.state = "approved";
  }

  async enroll(body: { proof: string }, origin: string): Promise<FakeReply> {
    const jwk = Ed25519PublicJwk.parse(decodeProtectedHeader(body.proof).jwk);
    const { payload, protectedHeader } = await compactVerify(body.proof, await importJWK(jwk, "EdDSA"));
    if (protectedHeader.typ !== "kaihe-enroll+jwt") return problem(400, "bad_proof");
    const claims = EnrollClaims.parse(JSON.parse(new TextDecoder().decode(payload)));
    let entry = this.#pending.find(
      (item) => item.claims.enrollmentId === claims.enrollmentId && item.state === "pending",
    );
    if (!entry) {
      const userCode = `WDJB-${String(this.#pending.length).padStart(4, "B")}`;
      entry = { userCode, deviceCode: randomUUID(), jwk, claims, state: "pending" };
      this.#pending.push(entry);
    }
    const verification = {
      verification_uri: `${origin}/enroll`,
      verification_uri_complete: `${origin}/enroll#${entry.userCode}`,
    };
    const codes = { device_code: entry.deviceCode, user_code: entry.userCode };
    return { status: 200, body: { ...codes, ...verification, expires_in: this.expiresInSeconds, interval: 0 } };
  }

  enrollToken(body: { device_code: string }): FakeReply {
    const scripted = this.scriptedErrors.shift();
    const entry = this.#pending.find((item) => item.deviceCode === body.device_code);
    if ((scripted === "access_denied" || scripted === "expired_token") && entry) entry.state = scripted;
    this.polledAtMs.push(performance.now());
    if (scripted) return { status: 400, body: { error: scripted } };
    if (!entry) return { status: 400, body: { error: "invalid_request" } };
    if (entry.state !== "approved" || !this.#claimed) return { status: 400, body: { error: "authorization_pending" } };
    return { status: 200, body: this.#claimed.response };
  }

  async token(
    request: IncomingMessage,
    body: { client_assertion: string },
    url: string,
    nowMs: number,
  ): Promise<FakeReply> {
    if (!this.#claimed) return problem(401, "invalid_client");
    const { pending, response } = this.#claimed;
    try {
      await jwtVerify(body.client_assertion, await importJWK(pending.jwk, "EdDSA"), {
        issuer: response.boxId,
        subject: response.boxId,
        audience: response.issuer,
        typ: "client-authentication+jwt",
        currentDate: new Date(nowMs),
        maxTokenAge: 90,
      });
      await this.#checkProof(request, url, nowMs, null);
    } catch {
      return problem(401, "invalid_client");
    }
    if (this.isDecommissioned) return problem(403, "box_decommissioned");
    const token = randomUUID();
    this.issued++;
    this.#tokens.set(token, await calculateJwkThumbprint(pending.jwk));
    return { status: 200, body: { access_token: token, token_type: "DPoP", expires_in: 300 } };
  }

  /** Null when the request may pass. */
  async refuse(request: IncomingMessage, url: string, nowMs: number): Promise<FakeReply | null> {
    const token = /^DPoP (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
    if (!token || !this.#tokens.has(token)) return problem(401, "invalid_token");
    try {
      const thumbprint = await this.#checkProof(request, url, nowMs, token);
      return thumbprint === this.#tokens.get(token) ? null : problem(401, "invalid_dpop_proof");
    } catch {
      return problem(401, "invalid_dpop_proof");
    }
  }

  revokeTokens(): void {
    this.#tokens.clear();
  }

  async #checkProof(request: IncomingMessage, url: string, nowMs: number, token: string | null): Promise<string> {
    const proof = String(request.headers.dpop);
    const jwk = Ed25519PublicJwk.parse(decodeProtectedHeader(proof).jwk);
    const options = { typ: "dpop+jwt", currentDate: new Date(nowMs), maxTokenAge: 60, clockTolerance: 5 };
    const { payload } = await jwtVerify(proof, await importJWK(jwk, "EdDSA"), options);
    const ath = token && createHash("sha256").update(token).digest("base64url");
    const isRight = payload.htm === request.method && payload.htu === url && (payload.ath ?? null) === ath;
    if (!isRight || !payload.jti || this.#seenJtis.has(payload.jti)) throw new Error("bad proof");
    this.#seenJtis.add(payload.jti);
    return await calculateJwkThumbprint(jwk);
  }
}
