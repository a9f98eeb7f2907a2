"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { useErrorText } from "#components/state/use-error-text.ts";
import { toast } from "#components/ui/toast.ts";
import type { Preset } from "#lib/providers/presets.ts";
import { connectProvider, probeEndpoint } from "#lib/providers/query.ts";
import type { Provider } from "#lib/providers/schema.ts";
import { type ConnectValues, connectSchema, endpointOf, type FormKind, startValues } from "./connect-values.ts";
import { problemAtField } from "./problem-at-field.ts";

/** Form and live test of one kind. A result of the test counts only for the values that were tested. */
export function useConnectForm({ kind, name, preset }: { kind: FormKind; name: string; preset: Preset | null }) {
  const { slug } = useOrg();
  const errorText = useErrorText();
  const connected = useConnected();
  const [tested, setTested] = useState("");
  const probe = useMutation({ mutationFn: (values: ConnectValues) => probeEndpoint(slug, endpointOf(kind, values)) });
  const { form, submit, error, isPending } = useApiForm({
    schema: connectSchema(kind),
    defaultValues: startValues(name, preset),
    send: async (values) => {
      const channel = kind === "openai_compatible" ? { channel: values.channel } : {};
      const input = { name: values.name, endpoint: endpointOf(kind, values), ...channel };
      return connectProvider(slug, input).catch((failure) => {
        throw problemAtField(failure, errorText(failure));
      });
    },
    done: connected,
  });
  const test = form.handleSubmit((values) => {
    setTested(JSON.stringify(form.getValues()));
    probe.mutate(values);
  });
  const isCurrent = JSON.stringify(form.watch()) === tested;
  return { form, submit, error, isPending, test, isTesting: probe.isPending, probe: isCurrent ? probe : null };
}

/** What follows when a provider is connected: its own page, with its models and prices. */
export function useConnected(): (provider: Provider) => void {
  const t = useTranslations("connect");
  const { slug } = useOrg();
  const client = useQueryClient();
  const router = useRouter();
  return ({ id, name }) => {
    void client.invalidateQueries({ queryKey: [slug] });
    toast(t("connected", { name }));
    router.push(`/${slug}/providers/${id}`);
  };
}
