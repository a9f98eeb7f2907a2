"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useOrg } from "#components/shell/org-context.tsx";
import { useErrorText } from "#components/state/use-error-text.ts";
import { toast, toastError } from "#components/ui/toast.ts";

/** A press that changes something about webhooks: says so, or why not, and shows what is true now. */
export function useWebhookAction(run: () => Promise<unknown>, said: string) {
  const { slug } = useOrg();
  const client = useQueryClient();
  const errorText = useErrorText();
  return useMutation({
    mutationFn: run,
    onSuccess: () => {
      toast(said);
      return client.invalidateQueries({ queryKey: [slug, "webhooks"] });
    },
    onError: (error) => toastError(errorText(error)),
  });
}
