import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../api/fetcher.ts";
import { ApprovedEnrollment, EnrollmentView } from "./schema.ts";

export const enrollmentQuery = (org: string, userCode: string) =>
  queryOptions({
    queryKey: [org, "enrollments", userCode],
    queryFn: ({ signal }) => api.get(`/api/v1/enrollments/${userCode}`, EnrollmentView, { org, signal }),
    retry: false,
  });

export const approveEnrollment = (org: string, userCode: string, name: string) =>
  api.post(`/api/v1/enrollments/${userCode}/approve`, { name }, ApprovedEnrollment, { org });

export const denyEnrollment = (org: string, userCode: string) =>
  api.post(`/api/v1/enrollments/${userCode}/deny`, {}, z.null(), { org });
