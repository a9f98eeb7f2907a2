import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { z } from "zod";

/** A file of the data directory that cannot be what this program wrote. The message is for the person at the box. */
export class CorruptStateError extends Error {}

/**
 * Writes a small private file (0600) so that a power cut leaves the old or the new content, never a mixture: new file,
 * fsync, rename, fsync of the directory.
 */
export function writeStateFile(path: string, value: unknown): void {
  const draft = `${path}.new`;
  const file = openSync(draft, "w", 0o600);
  try {
    writeSync(file, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  const directory = openSync(dirname(path), "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** The parsed content; null when there is no such file. Throws CorruptStateError, never starts over silently. */
export function readStateFile<T>(path: string, schema: z.ZodType<T>): T | null {
  if (!existsSync(path)) return null;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    throw new CorruptStateError(
      `${path} is damaged (not JSON). Restore it from a backup, or move it away to start over.`,
    );
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new CorruptStateError(
    `${path} is damaged (at "${where}"). Restore it from a backup, or move it away to start over.`,
  );
}
