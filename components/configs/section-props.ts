import type { Provider } from "#lib/providers/schema.ts";
import type { DraftFaults, RouteDraft } from "./route-draft.ts";

/** What every section of the route editor gets. `faults` is empty until somebody tried to save. */
export interface SectionProps {
  draft: RouteDraft;
  faults: DraftFaults;
  providers: readonly Provider[];
  onChange: (change: Partial<RouteDraft>) => void;
}
