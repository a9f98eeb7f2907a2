"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { z } from "zod";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { ChannelKind, channels, type ProviderKind } from "#lib/protocol/config.ts";
import { connectProvider, probeEndpoint } from "#lib/providers/query.ts";
import { ApiKeyText, BaseUrl, ConnectProvider, type ProviderEndpoint } from "#lib/providers/schema.ts";
import { KeyInput } from "./key-input.tsx";
import { ProbeNote } from "./probe-note.tsx";

const openaiUrl = "https://api.openai.com/v1";
const ConnectValues = z.object({
  name: ConnectProvider.shape.name,
  baseUrl: BaseUrl,
  apiKey: ApiKeyText,
  channel: ChannelKind,
});

// messages: connect.channel.*
export function ConnectForm({
  kind,
  onBack,
  onConnected,
}: {
  kind: ProviderKind;
  onBack: () => void;
  onConnected: () => void;
}) {
  const t = useTranslations("connect");
  const { slug } = useOrg();
  const client = useQueryClient();
  const isOpenai = kind === "openai";
  const endpointOf = ({ baseUrl, apiKey }: z.output<typeof ConnectValues>): ProviderEndpoint =>
    isOpenai ? { kind: "openai", apiKey } : { kind: "openai_compatible", baseUrl, apiKey };
  const probe = useMutation({
    mutationFn: (values: z.output<typeof ConnectValues>) => probeEndpoint(slug, endpointOf(values)),
  });
  const { form, submit, error, isPending } = useApiForm({
    schema: ConnectValues,
    defaultValues: {
      name: isOpenai ? "OpenAI" : "",
      baseUrl: isOpenai ? openaiUrl : "",
      apiKey: "",
      channel: isOpenai ? "direct" : "middleware",
    },
    send: (values) =>
      connectProvider(slug, {
        name: values.name,
        endpoint: endpointOf(values),
        ...(isOpenai ? {} : { channel: values.channel }),
      }),
    done: ({ name }) => {
      void client.invalidateQueries({ queryKey: [slug] });
      toast(t("connected", { name }));
      onConnected();
    },
  });
  const { errors } = form.formState;
  return (
    <Form submit={submit} className="space-y-3">
      <Field label={t("name")} invalid={t("nameInvalid")} error={errors.name}>
        {(control) => <Input autoComplete="off" {...control} {...form.register("name")} />}
      </Field>
      {isOpenai ? null : (
        <>
          <Field label={t("baseUrl")} hint={t("baseUrlHint")} invalid={t("baseUrlInvalid")} error={errors.baseUrl}>
            {(control) => (
              <Input
                type="url"
                inputMode="url"
                placeholder="https://api.example.com/v1"
                autoComplete="off"
                {...control}
                {...form.register("baseUrl")}
              />
            )}
          </Field>
          <Field label={t("channelLabel")} hint={t("channelHint")} error={errors.channel}>
            {(control) => (
              <Select {...control} {...form.register("channel")}>
                {channels.map((channel) => (
                  <option key={channel} value={channel}>
                    {t(`channel.${channel}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </>
      )}
      <Field label={t("apiKey")} hint={t("apiKeyHint")} invalid={t("apiKeyInvalid")} error={errors.apiKey}>
        {(control) => <KeyInput {...control} {...form.register("apiKey")} />}
      </Field>
      {probe.data ? <ProbeNote result={probe.data} /> : null}
      {probe.error ? <ProblemNote error={probe.error} /> : null}
      {error ? <ProblemNote error={error} /> : null}
      <DialogActions>
        <Button variant="ghost" onClick={onBack} className="mr-auto">
          {t("back")}
        </Button>
        <Button
          aria-busy={probe.isPending}
          disabled={probe.isPending}
          onClick={() => void form.handleSubmit((values) => probe.mutate(values))()}
        >
          {probe.isPending ? t("testing") : t("test")}
        </Button>
        <SubmitButton isPending={isPending}>{t("connect")}</SubmitButton>
      </DialogActions>
    </Form>
  );
}
