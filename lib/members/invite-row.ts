import "server-only";
import type { Role } from "../permissions.ts";
import type { Invite } from "./schema.ts";

/** Neither accepted nor taken back; it may have run out. */
export const openInvites = { acceptedAt: null, revokedAt: null } as const;

interface InviteRow {
  id: string;
  email: string;
  role: Role;
  sentAt: Date;
  expiresAt: Date;
}

export function toInvite({ id, email, role, sentAt, expiresAt }: InviteRow, invitedBy: string | null): Invite {
  return {
    id,
    email,
    role,
    invitedBy,
    sentAt: sentAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    isExpired: expiresAt <= new Date(),
  };
}
