import { SignJWT } from "jose";
import { deviceCodeGrant, EnrollResponse, EnrollTokenError, EnrollTokenResponse } from "../../lib/protocol/enroll.ts";
import { Backoff } from "../backoff.ts";
import type { ConsoleHttp } from "../channel/console-http.ts";
import type { Clock } from "../clock.ts";
import { sleep } from "../sleep.ts";
import { agentVersion, boxModel } from "../version.ts";
import type { Identity } from "./identity.ts";

/** What a person at the box sees while it waits to be claimed. */
export type EnrollView = {
  state: "contacting" | "waiting" | "denied" | "unreachable";
  /** The live code; null while there is none. `expiresAtMs` by the device's monotonic clock. */
  code: { userCode: string; url: string; expiresAtMs: number } | null;
};

type Parts = {
  http: ConsoleHttp;
  identity: Identity;
  clock: Clock;
  localAddress: string;
  signal: AbortSignal;
  onView: (view: EnrollView) => void;
  /** After a refusal by a person. Default 30,000. */
  deniedPauseMs?: number;
  /** What each `slow_down` adds to the interval. Default 5,000 (RFC 8628 §3.5). */
  slowDownMs?: number;
};

/**
 * Door A (RFC 8628): shows a code and waits until somebody approves it, asking for a new one whenever it runs out, for
 * as long as it takes. Null when `signal` aborts.
 */
export async function enrollUntilClaimed(parts: Parts): Promise<EnrollTokenResponse | null> {
  const backoff = new Backoff();
  while (!parts.signal.aborted) {
    try {
      const code = await requestCode(parts);
      backoff.reset();
      const outcome = await pollUntilDecided(parts, code);
      if (typeof outcome === "object") return outcome;
      if (outcome === "access_denied") {
        parts.onView({ state: "denied", code: null });
        await sleep(parts.deniedPauseMs ?? 30_000, parts.signal);
      }
    } catch {
      // No console, or one that is not ready: the person at the box reads it on the page; the box keeps trying.
      parts.onView({ state: "unreachable", code: null });
      await sleep(backoff.nextMs(), parts.signal);
    }
  }
  return null;
}

async function requestCode({ http, identity, localAddress, clock }: Parts): Promise<EnrollResponse> {
  const claims = {
    enrollmentId: identity.enrollmentId,
    sealingKey: identity.sealingKey.publicKey,
    serial: identity.serial,
    model: boxModel,
    agentVersion,
    localAddress,
    iat: Math.floor(clock.wallMs() / 1000),
  };
  const proof = await new SignJWT(claims)
    .setProtectedHeader({ alg: "EdDSA", typ: "kaihe-enroll+jwt", jwk: identity.publicJwk })
    .sign(identity.privateKey);
  const response = await postJson(http, "/api/box/v1/enroll", { proof });
  if (response.status !== 200 && response.status !== 201) throw new Error(`enrollment answered ${response.status}`);
  return EnrollResponse.parse(response.json);
}

async function pollUntilDecided(
  parts: Parts,
  code: EnrollResponse,
): Promise<EnrollTokenResponse | "access_denied" | "expired_token" | "aborted"> {
  const { http, clock, signal, onView } = parts;
  const expiresAtMs = clock.monotonicMs() + code.expires_in * 1000;
  const shown = { userCode: code.user_code, url: code.verification_uri_complete, expiresAtMs };
  const backoff = new Backoff();
  let intervalMs = code.interval * 1000;
  onView({ state: "waiting", code: shown });
  while (clock.monotonicMs() < expiresAtMs) {
    await sleep(intervalMs, signal);
    if (signal.aborted) return "aborted";
    const form = { grant_type: deviceCodeGrant, device_code: code.device_code };
    const response = await postJson(http, "/api/box/v1/enroll/token", form).catch(() => null);
    if (response?.status === 200) return EnrollTokenResponse.parse(response.json);
    const problem = EnrollTokenError.safeParse(response?.json);
    const error = problem.success ? problem.data.error : null;
    if (error === "slow_down") intervalMs += parts.slowDownMs ?? 5000;
    if (error === "access_denied" || error === "expired_token") return error;
    if (error === "invalid_request") return "expired_token";
    // The code stays good while the console is away, so it stays on the screen.
    onView({ state: error === null ? "unreachable" : "waiting", code: shown });
    if (error === null) await sleep(backoff.nextMs(), signal);
    else backoff.reset();
  }
  return "expired_token";
}

function postJson(http: ConsoleHttp, path: string, body: unknown) {
  const headers = { "content-type": "application/json" };
  return http.send({ method: "POST", path, headers, body: JSON.stringify(body) });
}
