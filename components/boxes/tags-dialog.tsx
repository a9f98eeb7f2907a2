"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { boxKeys, setBoxTags, tagListQuery } from "#lib/boxes/query.ts";
import type { BoxDetail } from "#lib/boxes/schema.ts";
import { Tag } from "#lib/budgets/schema.ts";
import { TagInput } from "./tag-input.tsx";

export function TagsDialog({ box, onClose }: { box: BoxDetail; onClose: () => void }) {
  const t = useTranslations("tags");
  const { slug } = useOrg();
  const client = useQueryClient();
  const known = useQuery(tagListQuery(slug)).data?.items ?? [];
  const [tags, setTags] = useState<string[]>(box.tags);
  const [typed, setTyped] = useState("");
  const save = useMutation({
    mutationFn: () => setBoxTags(slug, box.id, withTyped(tags, typed)),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: boxKeys.all(slug) });
      void client.invalidateQueries({ queryKey: [slug, "budgets"] });
      toast(t("saved", { name: box.name }));
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={onClose} title={t("editOf", { name: box.name })} description={t("text")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate();
        }}
      >
        <TagInput
          label={t("title")}
          tags={tags}
          known={known.map(({ tag }) => tag)}
          typed={typed}
          onType={setTyped}
          onChange={setTags}
        />
        {save.error ? <ProblemNote error={save.error} /> : null}
        <DialogActions>
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={save.isPending}>{t("save")}</SubmitButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** A tag that was typed and not ended counts. */
function withTyped(tags: readonly string[], typed: string): string[] {
  const last = Tag.safeParse(typed.trim().toLowerCase());
  return last.success ? [...tags, last.data] : [...tags];
}
