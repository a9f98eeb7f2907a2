import { queryOptions } from "@tanstack/react-query";
import { api, nothing } from "../api/fetcher.ts";

export const enrollmentQuery = (org: string, userCode: string) =>
  queryOptions({
    queryKey: [org, "enrollments", userCode],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/enrollments/${userCode}`, async () => (await import("./schema.ts")).EnrollmentView, {
        org,
        signal,
      }),
    retry: false,
  });

export const approveEnrollment = (org: string, userCode: string, name: string) =>
  api.post(
    `/api/v1/enrollments/${userCode}/approve`,
    { name },
    async () => (await import("./schema.ts")).ApprovedEnrollment,
    { org },
  );

export const denyEnrollment = (org: string, userCode: string) =>
  api.post(`/api/v1/enrollments/${userCode}/deny`, {}, nothing, { org });
