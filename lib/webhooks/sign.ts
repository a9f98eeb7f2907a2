import "server-only";
import { createHmac, randomBytes } from "node:crypto";

const prefix = "whsec_";

/** 256 random bits, as the specification writes them (Standard Webhooks 1.0.0, "Signature scheme"). */
export function newWebhookSecret(): string {
  return `${prefix}${randomBytes(32).toString("base64")}`;
}

/**
 * The three headers of the specification. During a rotation both secrets sign, the newer first, so that a receiver may
 * change its own at any time.
 */
export function signatureHeaders(
  message: { id: string; body: string; at: Date },
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(message.at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), "base64");
    const mac = createHmac("sha256", key).update(`${message.id}.${timestamp}.${message.body}`).digest("base64");
    return `v1,${mac}`;
  });
  return { "webhook-id": message.id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
