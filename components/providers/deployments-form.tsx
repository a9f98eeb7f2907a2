"use client";
import { useTranslations } from "next-intl";
import { FormProvider } from "react-hook-form";
import { z } from "zod";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { setModels } from "#lib/providers/query.ts";
import { Deployment, type Provider } from "#lib/providers/schema.ts";
import { DeploymentRows } from "./deployment-rows.tsx";
import { useModelsSaved } from "./use-models-saved.ts";

const Deployments = z.object({ deployments: z.array(Deployment).min(1).max(200) });

/** Azure OpenAI does not list deployments, so a person keeps the list. */
export function DeploymentsForm({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const t = useTranslations("models");
  const { slug } = useOrg();
  const saved = useModelsSaved(onClose);
  const { form, submit, error, isPending } = useApiForm({
    schema: Deployments,
    defaultValues: { deployments: provider.models.map(({ id, basedOn }) => ({ id, basedOn: basedOn ?? id })) },
    send: ({ deployments }) => setModels(slug, provider.id, deployments),
    done: saved,
  });
  return (
    <FormProvider {...form}>
      <Form submit={submit} className="space-y-3">
        <DeploymentRows />
        {error ? <ProblemNote error={error} /> : null}
        <DialogActions>
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={isPending}>{t("save")}</SubmitButton>
        </DialogActions>
      </Form>
    </FormProvider>
  );
}
