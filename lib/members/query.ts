import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api, nothing } from "../api/fetcher.ts";
import type { Role } from "../permissions.ts";
import type { InviteMember, SignUpByInvite } from "./schema.ts";

export const memberListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "members", "list"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/members", async () => (await import("./schema.ts")).MemberList, { org, signal }),
  });

export const inviteMember = (org: string, input: z.output<typeof InviteMember>) =>
  api.post("/api/v1/invites", input, async () => (await import("./schema.ts")).SentInvite, { org });

export const resendInvite = (org: string, inviteId: string) =>
  api.post(`/api/v1/invites/${inviteId}/resend`, {}, async () => (await import("./schema.ts")).SentInvite, { org });

export const revokeInvite = (org: string, inviteId: string) =>
  api.delete(`/api/v1/invites/${inviteId}`, nothing, { org });

export const changeRole = (org: string, userId: string, role: Role) =>
  api.patch(`/api/v1/members/${userId}`, { role }, nothing, { org });

export const removeMember = (org: string, userId: string) => api.delete(`/api/v1/members/${userId}`, nothing, { org });

export const leaveOrg = (org: string) => api.post("/api/v1/members/leave", {}, nothing, { org });

export const inviteLookQuery = (token: string) =>
  queryOptions({
    queryKey: ["invite", token],
    queryFn: () =>
      api.post("/api/v1/invites/look", { token }, async () => (await import("./schema.ts")).InviteLook, { org: null }),
    retry: false,
  });

export const acceptInvite = (token: string) =>
  api.post("/api/v1/invites/accept", { token }, async () => (await import("./schema.ts")).AcceptedInvite, {
    org: null,
  });

export const signUpByInvite = (input: z.output<typeof SignUpByInvite>) =>
  api.post("/api/v1/invites/sign-up", input, async () => (await import("./schema.ts")).AcceptedInvite, { org: null });
