import { z } from "zod";

/** RFC 9457 problem details: the body of every error of `/api/v1` and `/api/box/v1` (but enroll/token, which is RFC 8628). */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** snake_case, stable, for programs. */
  code: z.string(),
  detail: z.string().optional(),
  requestId: z.string(),
  invalidParams: z.array(z.object({ name: z.string(), reason: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;
