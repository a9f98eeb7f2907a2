import type { ReactNode } from "react";
import { SpendTabs } from "#components/spend/spend-tabs.tsx";

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <SpendTabs />
      {children}
    </>
  );
}
