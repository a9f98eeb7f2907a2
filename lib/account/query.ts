import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api, nothing } from "../api/fetcher.ts";
import type { PasskeyAssertion } from "../auth/passkey-schema.ts";
import type { AddPasskey, AskReset, ChangePassword, ResetPassword } from "./schema.ts";

const me = { org: null };

/** The first part of every key below: what is shown of the signed-in person. */
export const accountKey = ["me"] as const;

export const meQuery = () =>
  queryOptions({
    queryKey: [...accountKey, "orgs"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/me", async () => (await import("../orgs/schema.ts")).Me, { ...me, signal }),
  });

export const accountQuery = () =>
  queryOptions({
    queryKey: [...accountKey, "account"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/me/account", async () => (await import("./schema.ts")).Account, { ...me, signal }),
  });

export const sessionListQuery = () =>
  queryOptions({
    queryKey: [...accountKey, "sessions"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/me/sessions", async () => (await import("./schema.ts")).AccountSessionList, { ...me, signal }),
  });

export const renamePerson = (name: string) => api.patch("/api/v1/me", { name }, nothing, me);
export const changePassword = (input: z.output<typeof ChangePassword>) =>
  api.put("/api/v1/me/password", input, nothing, me);

export const startTotp = () =>
  api.post("/api/v1/me/totp", undefined, async () => (await import("./schema.ts")).TotpSecret, me);
export const confirmTotp = (code: string) =>
  api.put("/api/v1/me/totp", { code }, async () => (await import("./schema.ts")).RecoveryCodes, me);
export const turnOffTotp = () => api.delete("/api/v1/me/totp", nothing, me);
export const renewRecoveryCodes = () =>
  api.post("/api/v1/me/recovery-codes", undefined, async () => (await import("./schema.ts")).RecoveryCodes, me);

export const startPasskey = () =>
  api.post(
    "/api/v1/me/passkeys/options",
    undefined,
    async () => (await import("../auth/passkey-schema.ts")).PasskeyCreation,
    me,
  );
export const addPasskey = (input: z.input<typeof AddPasskey>) =>
  api.post("/api/v1/me/passkeys", input, async () => (await import("./schema.ts")).Passkey, me);
export const renamePasskey = (id: string, name: string) =>
  api.patch(`/api/v1/me/passkeys/${id}`, { name }, nothing, me);
export const removePasskey = (id: string) => api.delete(`/api/v1/me/passkeys/${id}`, nothing, me);

export const startLinkingIdentity = (provider: string) =>
  api.post(`/api/v1/me/identities/${provider}`, undefined, nothing, me);
export const unlinkIdentity = (provider: string) => api.delete(`/api/v1/me/identities/${provider}`, nothing, me);

export const revokeSession = (id: string) => api.delete(`/api/v1/me/sessions/${id}`, nothing, me);
export const revokeOtherSessions = () => api.delete("/api/v1/me/sessions", nothing, me);

export const askForPasskey = () =>
  api.post(
    "/api/v1/sign-in/passkey",
    undefined,
    async () => (await import("../auth/passkey-schema.ts")).PasskeyRequest,
    me,
  );
export const confirmByPassword = (proof: { password: string; code?: string }) =>
  api.post("/api/v1/me/reauthenticate", proof, nothing, me);
export const confirmByPasskey = (passkey: PasskeyAssertion) =>
  api.post("/api/v1/me/reauthenticate", { passkey }, nothing, me);

export const askReset = (input: z.output<typeof AskReset>) => api.post("/api/v1/password-reset", input, nothing, me);
export const resetPassword = (input: z.output<typeof ResetPassword>) =>
  api.put("/api/v1/password-reset", input, nothing, me);
