import { z } from "zod";
import { ConfigState } from "../boxes/schema.ts";
import { Alias, ConfigSettings, LoggingPolicy, Route } from "../protocol/config.ts";
import { idOf } from "../protocol/scalars.ts";

/** JSON Merge Patch (RFC 7396) of ConfigSettings: absent keeps, null removes what a lower layer set. */
export const SettingsPatch = z.strictObject({
  routes: z.record(Alias, Route.nullable()).optional(),
  observationSeconds: ConfigSettings.shape.observationSeconds.nullable().optional(),
  logging: LoggingPolicy.nullable().optional(),
  maxBodyMegabytes: z.int().min(1).max(100).nullable().optional(),
});
export type SettingsPatch = z.infer<typeof SettingsPatch>;

/** `org` or a box id. */
export const LayerName = z.string().regex(/^(org|box_[0-9a-z]{26})$/, "org or a box id");

export const ConfigLayer = z.object({ layer: LayerName, version: z.int(), patch: SettingsPatch });
export type ConfigLayer = z.infer<typeof ConfigLayer>;

/** `PUT /api/v1/configs/{layer}`: `expectedVersion` is the version that was edited; a newer one answers 409. */
export const SaveLayer = z.object({ expectedVersion: z.int().min(0), patch: SettingsPatch });

const Winners = z.record(z.string(), z.enum(["default", "org", "box"]));

/** What a box runs and why: `winners` names the layer that set each line, by path such as `routes.smart`. */
export const BoxConfig = z.object({
  effective: ConfigSettings,
  winners: Winners,
  layers: z.array(ConfigLayer),
  state: ConfigState,
});
export type BoxConfig = z.infer<typeof BoxConfig>;

/** What a call would ask for, for an explanation. Tokens of the answer: null when the caller sets no limit. */
export const SampleCall = z.object({
  inputTokens: z.int().min(0).max(10_000_000),
  outputTokens: z.int().min(1).max(10_000_000).nullable(),
  needsTools: z.boolean(),
  needsVision: z.boolean(),
  needsJson: z.boolean(),
});
export type SampleCall = z.infer<typeof SampleCall>;

/** `POST /api/v1/routes/explain`: a route as it is being edited. With a box, what that box measured and found. */
export const ExplainRoute = z.object({ route: Route, sample: SampleCall, boxId: idOf("box").optional() });
export type ExplainRoute = z.output<typeof ExplainRoute>;

/** A box whose own layer says something else of an alias, or takes it away. */
export const RouteOverride = z.object({ boxId: z.string(), boxName: z.string(), isRemoved: z.boolean() });

/** `GET /api/v1/routes`: the organization's layer, who differs from it, and how far the boxes have come. */
export const RouteOverview = z.object({
  layer: ConfigLayer,
  effective: ConfigSettings,
  winners: Winners,
  /** By alias; the first few by name, and how many there are. */
  overrides: z.record(z.string(), z.object({ count: z.int(), boxes: z.array(RouteOverride) })),
  /** Active boxes: that run what is asked of them, that are on the way, and whose last attempt ended badly. */
  boxes: z.object({ applied: z.int(), pending: z.int(), failed: z.int() }),
});
export type RouteOverview = z.infer<typeof RouteOverview>;
