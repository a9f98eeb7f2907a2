import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "../api/fetcher.ts";
import type { CloseMonth, StatementMail, StatementSchedule } from "./schema.ts";

const path = "/api/v1/spend/statements";

export const statementListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "spend", "statements", "list"],
    queryFn: ({ signal }) => api.get(path, async () => (await import("./schema.ts")).StatementList, { org, signal }),
  });

export const statementQuery = (org: string, statementId: string) =>
  queryOptions({
    queryKey: [org, "spend", "statements", statementId],
    queryFn: ({ signal }) =>
      api.get(`${path}/${statementId}`, async () => (await import("./schema.ts")).StatementDetail, { org, signal }),
  });

export const statementCheckQuery = (org: string, statementId: string) =>
  queryOptions({
    queryKey: [org, "spend", "statements", statementId, "check"],
    queryFn: ({ signal }) =>
      api.get(`${path}/${statementId}/verify`, async () => (await import("./schema.ts")).StatementCheck, {
        org,
        signal,
      }),
  });

export const statementSettingsQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "spend", "statements", "settings"],
    queryFn: ({ signal }) =>
      api.get(`${path}/settings`, async () => (await import("./schema.ts")).StatementSettings, { org, signal }),
  });

export const closeMonth = (org: string, input: z.output<typeof CloseMonth>) =>
  api.post(path, input, async () => (await import("./schema.ts")).StatementDetail, { org });

export const setStatementSchedule = (org: string, input: z.output<typeof StatementSchedule>) =>
  api.put(`${path}/settings/schedule`, input, async () => (await import("./schema.ts")).StatementSettings, { org });

export const setStatementMail = (org: string, input: z.output<typeof StatementMail>) =>
  api.put(`${path}/settings/mail`, input, async () => (await import("./schema.ts")).StatementSettings, { org });
