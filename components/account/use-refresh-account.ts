import { useQueryClient } from "@tanstack/react-query";
import { accountKey } from "#lib/account/query.ts";

/** Reads again everything that is shown of the signed-in person. */
export function useRefreshAccount(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: accountKey });
}
