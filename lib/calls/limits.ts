export const callRanges = ["24h", "7d", "30d", "90d", "custom"] as const;

/** Days that a custom range may span: what is asked for must be read in one go. */
export const maxRangeDays = 92;
export const maxPageSize = 200;
export const maxExportRows = 100_000;
