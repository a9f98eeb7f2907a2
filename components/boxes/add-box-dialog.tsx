"use client";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

const CodeForm = dynamic(() => import("#components/enrollment/code-form.tsx").then((module) => module.CodeForm));

export function AddBoxDialog() {
  const t = useTranslations("boxes");
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  if (!useMay("enrollment.approve")) return null;
  return (
    <>
      <Button variant="primary" onClick={() => setIsOpen(true)}>
        <Plus aria-hidden />
        {t("add")}
      </Button>
      <Dialog open={isOpen} onOpenChange={setIsOpen} title={t("add")} description={t("addText")}>
        <div className="space-y-5">
          <CodeForm onCode={(code) => router.push(`/enroll#${code}`)} />
          <div className="space-y-1.5">
            <p className="text-muted">{t("addCommand")}</p>
            <CodeBlock code="npm run box" what={t("command")} />
          </div>
        </div>
      </Dialog>
    </>
  );
}
