import { z } from "zod";
import { Count, idOf, Nanos } from "./scalars.ts";
import { Tokens } from "./usage.ts";

/** The *Try it* panel: one prompt through the box's own gateway, caller `console`. */
export const TryInput = z.object({ model: z.string().min(1).max(128), prompt: z.string().min(1).max(8000) });
export type TryInput = z.infer<typeof TryInput>;

export const TryOutput = z.object({
  text: z.string(),
  model: z.string(),
  connectionId: z.string(),
  tokens: Tokens,
  costNanos: Nanos,
  latencyMs: Count,
});

/** `GET /api/box/v1/actions`: what is queued for this box. */
export const ActionsResponse = z.object({
  actions: z.array(z.object({ id: idOf("act"), kind: z.literal("try"), input: TryInput })),
});
export type ActionsResponse = z.infer<typeof ActionsResponse>;

/** `POST /api/box/v1/actions/{id}`: the end of it. Repeating it is harmless. */
export const ActionResult = z.discriminatedUnion("status", [
  z.object({ status: z.literal("done"), output: TryOutput }),
  z.object({
    status: z.literal("failed"),
    output: z.object({ code: z.string().max(64), message: z.string().max(1000) }),
  }),
]);
export type ActionResult = z.infer<typeof ActionResult>;
