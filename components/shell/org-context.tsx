"use client";
import { createContext, type ReactNode, useContext } from "react";
import { type Permission, type Role, roleMay } from "#lib/permissions.ts";

interface CurrentOrg {
  slug: string;
  name: string;
  role: Role;
  timezone: string;
}

const OrgContext = createContext<CurrentOrg | null>(null);

export function OrgProvider({ org, children }: { org: CurrentOrg; children: ReactNode }) {
  return <OrgContext value={org}>{children}</OrgContext>;
}

/** The organization whose pages these are. */
export function useOrg(): CurrentOrg {
  const org = useContext(OrgContext);
  if (!org) throw new Error("useOrg needs an OrgProvider above it");
  return org;
}

/** Hides what the server would refuse; the server decides all the same. */
export function useMay(permission: Permission): boolean {
  return roleMay(useOrg().role, permission);
}
