import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "../api/fetcher.ts";
import {
  type CloseMonth,
  StatementCheck,
  StatementDetail,
  StatementList,
  type StatementMail,
  type StatementSchedule,
  StatementSettings,
} from "./schema.ts";

const path = "/api/v1/spend/statements";

export const statementListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "spend", "statements", "list"],
    queryFn: ({ signal }) => api.get(path, StatementList, { org, signal }),
  });

export const statementQuery = (org: string, statementId: string) =>
  queryOptions({
    queryKey: [org, "spend", "statements", statementId],
    queryFn: ({ signal }) => api.get(`${path}/${statementId}`, StatementDetail, { org, signal }),
  });

export const statementCheckQuery = (org: string, statementId: string) =>
  queryOptions({
    queryKey: [org, "spend", "statements", statementId, "check"],
    queryFn: ({ signal }) => api.get(`${path}/${statementId}/verify`, StatementCheck, { org, signal }),
  });

export const statementSettingsQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "spend", "statements", "settings"],
    queryFn: ({ signal }) => api.get(`${path}/settings`, StatementSettings, { org, signal }),
  });

export const closeMonth = (org: string, input: z.output<typeof CloseMonth>) =>
  api.post(path, input, StatementDetail, { org });

export const setStatementSchedule = (org: string, input: z.output<typeof StatementSchedule>) =>
  api.put(`${path}/settings/schedule`, input, StatementSettings, { org });

export const setStatementMail = (org: string, input: z.output<typeof StatementMail>) =>
  api.put(`${path}/settings/mail`, input, StatementSettings, { org });
