import { z } from "zod";
import { HintKind } from "../protocol/channel.ts";
import { topics } from "./topics.ts";

export const Topic = z.enum(topics);
export type Topic = z.infer<typeof Topic>;

/** What processes tell each other: hints only, the receiver reads the truth. */
export const BusMessage = z.discriminatedUnion("to", [
  z.object({ to: z.literal("org"), orgId: z.string(), topic: Topic, id: z.string().optional() }),
  /** What this person or API key may do has changed: their open streams end, and are asked anew who they are. */
  z.object({ to: z.literal("access"), orgId: z.string(), actorId: z.string() }),
  /** To one box, or to all of an organization. */
  z.object({
    to: z.literal("box"),
    orgId: z.string(),
    boxId: z.string().optional(),
    hint: HintKind,
    /** Only sessions other than this one: a newer stream ends the older. */
    exceptSession: z.string().optional(),
  }),
]);
export type BusMessage = z.infer<typeof BusMessage>;
