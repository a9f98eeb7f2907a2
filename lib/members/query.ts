import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../api/fetcher.ts";
import type { Role } from "../permissions.ts";
import {
  AcceptedInvite,
  InviteLook,
  type InviteMember,
  MemberList,
  SentInvite,
  type SignUpByInvite,
} from "./schema.ts";

export const memberListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "members", "list"],
    queryFn: ({ signal }) => api.get("/api/v1/members", MemberList, { org, signal }),
  });

export const inviteMember = (org: string, input: z.output<typeof InviteMember>) =>
  api.post("/api/v1/invites", input, SentInvite, { org });

export const resendInvite = (org: string, inviteId: string) =>
  api.post(`/api/v1/invites/${inviteId}/resend`, {}, SentInvite, { org });

export const revokeInvite = (org: string, inviteId: string) =>
  api.delete(`/api/v1/invites/${inviteId}`, z.null(), { org });

export const changeRole = (org: string, userId: string, role: Role) =>
  api.patch(`/api/v1/members/${userId}`, { role }, z.null(), { org });

export const removeMember = (org: string, userId: string) => api.delete(`/api/v1/members/${userId}`, z.null(), { org });

export const leaveOrg = (org: string) => api.post("/api/v1/members/leave", {}, z.null(), { org });

export const inviteLookQuery = (token: string) =>
  queryOptions({
    queryKey: ["invite", token],
    queryFn: () => api.post("/api/v1/invites/look", { token }, InviteLook, { org: null }),
    retry: false,
  });

export const acceptInvite = (token: string) =>
  api.post("/api/v1/invites/accept", { token }, AcceptedInvite, { org: null });

export const signUpByInvite = (input: z.output<typeof SignUpByInvite>) =>
  api.post("/api/v1/invites/sign-up", input, AcceptedInvite, { org: null });
