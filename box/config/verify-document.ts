import { compactVerify, errors, importJWK } from "jose";
import { DesiredDocument, type DesiredResponse } from "../../lib/protocol/config.ts";
import type { EnrollTokenResponse } from "../../lib/protocol/enroll.ts";

/** The document must not run. The message goes to the console as the reason. */
export class DocumentRejected extends Error {
  /** Whether the document is genuine; a forged one says nothing about the real one of that version. */
  readonly isGenuine: boolean;

  constructor(reason: string, isGenuine: boolean) {
    super(reason);
    this.isGenuine = isGenuine;
  }
}

/**
 * The document of a desired answer, if it was signed by the organization's key (pinned at enrollment, EdDSA only), for
 * this box, and makes sense. Throws DocumentRejected.
 */
export async function verifyDocument(
  desired: DesiredResponse,
  enrollment: EnrollTokenResponse,
): Promise<DesiredDocument> {
  const payload = await verifiedPayload(desired.signed, enrollment);
  const parsed = DesiredDocument.safeParse(payload);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new DocumentRejected(`the document is malformed at ${issue?.path.join(".")}: ${issue?.message}`, true);
  }
  const document = parsed.data;
  if (document.orgId !== enrollment.orgId)
    throw new DocumentRejected("the document is for another organization", false);
  if (document.boxId !== enrollment.boxId) throw new DocumentRejected("the document is for another box", false);
  if (document.version !== desired.version) {
    throw new DocumentRejected(`the document says version ${document.version}, the answer ${desired.version}`, false);
  }
  return document;
}

async function verifiedPayload(signed: string, enrollment: EnrollTokenResponse): Promise<unknown> {
  const key = await importJWK(enrollment.orgSigningKey, "EdDSA");
  try {
    const { payload, protectedHeader } = await compactVerify(signed, key, { algorithms: ["EdDSA"] });
    if (protectedHeader.typ !== "kaihe-config+jwt")
      throw new DocumentRejected("the signature is for another purpose", false);
    return JSON.parse(new TextDecoder().decode(payload));
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new DocumentRejected("the signature is not the organization's", false);
    throw error;
  }
}

/** What zod cannot see: routes that point nowhere. Throws DocumentRejected. */
export function checkReferences(document: DesiredDocument): void {
  const models = new Map(document.connections.map((item) => [item.id, new Set(item.models.map((model) => model.id))]));
  // What a local server serves is found out here, not said by the console.
  const local = new Set(document.connections.filter(({ kind }) => kind === "local").map(({ id }) => id));
  for (const [alias, route] of Object.entries(document.settings.routes)) {
    for (const target of [...route.targets, ...(route.lastResort ? [route.lastResort] : [])]) {
      const known = models.get(target.connectionId);
      if (!known)
        throw new DocumentRejected(`route "${alias}" names an unknown connection ${target.connectionId}`, true);
      if (!local.has(target.connectionId) && !known.has(target.model)) {
        throw new DocumentRejected(
          `route "${alias}" names model "${target.model}", which its connection does not have`,
          true,
        );
      }
    }
  }
}
