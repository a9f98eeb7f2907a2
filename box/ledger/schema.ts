/** Money is INTEGER: SQLite's 64 bits hold the 18 digits of the protocol. STRICT keeps text out of it. */
export const ledgerSchema = `
  CREATE TABLE IF NOT EXISTS lease (
    id TEXT PRIMARY KEY,
    budget_id TEXT NOT NULL,
    starts_at_ms INTEGER NOT NULL,
    ends_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    granted INTEGER NOT NULL,
    sliced INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    returned INTEGER NOT NULL,
    told_returned INTEGER NOT NULL,
    is_superseded INTEGER NOT NULL,
    epoch INTEGER NOT NULL DEFAULT 0,
    is_abandoned INTEGER NOT NULL DEFAULT 0,
    is_told_over INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    boot_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    payload TEXT NOT NULL,
    UNIQUE (boot_id, seq)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS rejected (
    id INTEGER PRIMARY KEY,
    payload TEXT NOT NULL,
    reason TEXT NOT NULL,
    at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

/** Columns of `lease` that the ledgers of the first boxes lack. */
export const laterColumns = {
  epoch: "INTEGER NOT NULL DEFAULT 0",
  is_abandoned: "INTEGER NOT NULL DEFAULT 0",
  is_told_over: "INTEGER NOT NULL DEFAULT 0",
} as const;
