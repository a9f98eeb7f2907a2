import { z } from "zod";
import { BoxName } from "../boxes/schema.ts";

/** RFC 8628 §6.1: twenty consonants, so that no word appears and case does not matter. */
export const userCodeAlphabet = "BCDFGHJKLMNPQRSTVWXZ";

/** What a person typed or scanned, dashes, spaces and case forgiven; eight letters. */
export const UserCode = z
  .string()
  .transform((text) => text.toUpperCase().replace(/[^A-Z]/g, ""))
  .pipe(z.string().regex(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/, "eight letters, like WDJB-MJHT"));

/** What the person compares with the device before letting it in. */
export const EnrollmentView = z.object({
  userCode: z.string(),
  serial: z.string(),
  model: z.string(),
  agentVersion: z.string(),
  /** Where the request came from. */
  address: z.string().nullable(),
  /** The box's address on its own network, by its own account. */
  localAddress: z.string().nullable(),
  words: z.array(z.string()).length(3),
  status: z.enum(["pending", "approved", "denied", "completed"]),
  expiresAt: z.iso.datetime(),
});
export type EnrollmentView = z.infer<typeof EnrollmentView>;

export const ApproveEnrollment = z.object({ name: BoxName });
export const ApprovedEnrollment = z.object({ boxId: z.string() });
