"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { accountQuery } from "#lib/account/query.ts";
import { PasswordForm } from "./password-form.tsx";

export function PasswordCard() {
  const t = useTranslations("account");
  const query = useQuery(accountQuery());
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card title={t("password")} description={t("passwordText")}>
      <QueryBoundary query={query} skeleton={<Skeleton className="h-8 w-40" />}>
        {({ password, email }) => (
          <>
            {password ? null : <p className="mb-3">{t("passwordNone")}</p>}
            <Button onClick={() => setIsOpen(true)}>{password ? t("passwordChange") : t("passwordSet")}</Button>
            <Dialog
              open={isOpen}
              onOpenChange={setIsOpen}
              title={password ? t("passwordChange") : t("passwordSet")}
              description={t("passwordText")}
            >
              <PasswordForm email={email} hasPassword={password !== null} onClose={() => setIsOpen(false)} />
            </Dialog>
          </>
        )}
      </QueryBoundary>
    </Card>
  );
}
