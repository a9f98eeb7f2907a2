import { z } from "zod";
import { TryInput, TryOutput } from "../protocol/action.ts";

/** `POST /api/v1/boxes/{box}/try` */
export const TryPrompt = TryInput;
export const ActionStarted = z.object({ id: z.string() });

export const ActionState = z.discriminatedUnion("status", [
  z.object({ id: z.string(), status: z.enum(["queued", "running"]) }),
  z.object({ id: z.string(), status: z.literal("done"), output: TryOutput }),
  z.object({
    id: z.string(),
    status: z.literal("failed"),
    output: z.object({ code: z.string(), message: z.string() }),
  }),
]);
export type ActionState = z.infer<typeof ActionState>;
