import { z } from "zod";
import { ConfigState } from "../boxes/schema.ts";
import { Alias, ConfigSettings, LoggingPolicy, Route } from "../protocol/config.ts";

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

/** What a box runs and why: `winners` names the layer that set each line, by path such as `routes.smart`. */
export const BoxConfig = z.object({
  effective: ConfigSettings,
  winners: z.record(z.string(), z.enum(["default", "org", "box"])),
  layers: z.array(ConfigLayer),
  state: ConfigState,
});
export type BoxConfig = z.infer<typeof BoxConfig>;
