"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useOrg } from "#components/shell/org-context.tsx";
import { useErrorText } from "#components/state/use-error-text.ts";
import { toastError } from "#components/ui/toast.ts";
import { markAlertsRead } from "#lib/alerts/query.ts";

/** Marks these alerts as read, or all with null. */
export function useMarkRead() {
  const { slug } = useOrg();
  const client = useQueryClient();
  const errorText = useErrorText();
  return useMutation({
    mutationFn: (ids: string[] | null) => markAlertsRead(slug, ids),
    onSuccess: () => client.invalidateQueries({ queryKey: [slug, "alerts"] }),
    onError: (error) => toastError(errorText(error)),
  });
}
