import "server-only";
import { createHmac, randomInt } from "node:crypto";
import { calculateJwkThumbprint, decodeProtectedHeader, EmbeddedJWK, jwtVerify } from "jose";
import { system } from "../db/system.ts";
import { publicUrl } from "../env.ts";
import { AppError } from "../errors.ts";
import { newId } from "../id.ts";
import { EnrollClaims, type EnrollResponse } from "../protocol/enroll.ts";
import { Ed25519PublicJwk } from "../protocol/scalars.ts";
import { deriveKey } from "../secrets/derive.ts";
import { tokenHash } from "../secrets/token.ts";
import { userCodeAlphabet } from "./schema.ts";

const lifetimeSeconds = 600;
/** Short, so that a box is online within two seconds of the click that let it in. */
export const pollSeconds = 1;

/**
 * A box asks to be let in. Asking again within the life of its code gives the same code (idempotent on
 * `enrollmentId`); the device code is derived, not stored, so that it can be given twice and never leaks from a table.
 */
export async function startEnrollment(proof: string, address: string | null): Promise<EnrollResponse> {
  const { claims, signingKey } = await verifyEnrollProof(proof);
  const keyThumbprint = await calculateJwkThumbprint(signingKey);
  const live = await system().enrollment.findUnique({ where: { enrollmentId: claims.enrollmentId } });
  if (live && live.keyThumbprint !== keyThumbprint) {
    throw new AppError("key_in_use", "This enrollmentId belongs to another key. Reset the box to make a new one.");
  }
  if (live && live.expiresAt > new Date() && live.status !== "denied") return answer(live);
  const id = newId("enrollment");
  const facts = {
    id,
    deviceCodeHash: tokenHash(deviceCode(id), "device-code"),
    userCode: newUserCode(),
    signingKey: { ...signingKey },
    keyThumbprint,
    sealingKey: claims.sealingKey,
    serial: claims.serial,
    model: claims.model,
    agentVersion: claims.agentVersion,
    localAddress: claims.localAddress ?? null,
    address,
    status: "pending" as const,
    claimedOrgId: null,
    boxId: null,
    lastPolledAt: null,
    expiresAt: new Date(Date.now() + lifetimeSeconds * 1000),
  };
  const row = await system().enrollment.upsert({
    where: { enrollmentId: claims.enrollmentId },
    create: { ...facts, enrollmentId: claims.enrollmentId },
    update: facts,
  });
  return answer(row);
}

async function verifyEnrollProof(proof: string) {
  try {
    const { payload } = await jwtVerify(proof, EmbeddedJWK, {
      algorithms: ["EdDSA", "Ed25519"],
      typ: "kaihe-enroll+jwt",
      clockTolerance: "1000 years",
    });
    return {
      claims: EnrollClaims.parse(payload),
      signingKey: Ed25519PublicJwk.parse(decodeProtectedHeader(proof).jwk),
    };
  } catch {
    throw new AppError("invalid_input", "proof: a JWS by the box's own Ed25519 key over its enrollment claims", [
      { name: "proof", reason: "not a valid enrollment proof" },
    ]);
  }
}

function deviceCode(enrollmentRowId: string): string {
  return createHmac("sha256", deriveKey("device-code")).update(enrollmentRowId).digest("base64url");
}

function newUserCode(): string {
  return Array.from({ length: 8 }, () => userCodeAlphabet[randomInt(userCodeAlphabet.length)]).join("");
}

/** WDJBMJHT → WDJB-MJHT */
export function displayCode(userCode: string): string {
  return `${userCode.slice(0, 4)}-${userCode.slice(4)}`;
}

function answer(row: { id: string; userCode: string; expiresAt: Date }): EnrollResponse {
  const uri = `${publicUrl()}/enroll`;
  return {
    device_code: deviceCode(row.id),
    user_code: displayCode(row.userCode),
    verification_uri: uri,
    verification_uri_complete: `${uri}#${displayCode(row.userCode)}`,
    expires_in: Math.max(1, Math.round((row.expiresAt.getTime() - Date.now()) / 1000)),
    interval: pollSeconds,
  };
}
