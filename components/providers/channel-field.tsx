"use client";
import { useTranslations } from "next-intl";
import { useFormContext } from "react-hook-form";
import { Field } from "#components/form/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { channels } from "#lib/protocol/provider-names.ts";
import type { ConnectValues } from "./connect-values.ts";

// messages: connect.channel.*
/** Who bills: the model's maker, a cloud, a reseller, nobody. */
export function ChannelField() {
  const t = useTranslations("connect");
  const { register, formState } = useFormContext<ConnectValues>();
  return (
    <Field label={t("channelLabel")} hint={t("channelHint")} error={formState.errors.channel}>
      {(control) => (
        <Select {...control} {...register("channel")}>
          {channels.map((channel) => (
            <option key={channel} value={channel}>
              {t(`channel.${channel}`)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
