import { openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Another box runs on this data directory: two would spend one lease twice. */
export class DataDirBusyError extends Error {}

/** Takes the data directory for this process; returns the function that gives it back. Throws DataDirBusyError. */
export function lockDataDir(dataDir: string): () => void {
  const path = join(dataDir, "lock");
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeSync(openSync(path, "wx", 0o600), String(process.pid));
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!isExisting(error)) throw error;
    }
    const owner = readOwner(path);
    if (owner !== null && owner !== process.pid && isAlive(owner)) {
      throw new DataDirBusyError(
        `--data ${dataDir} is in use by another box (process ${owner}). Stop it, or choose another directory.`,
      );
    }
    rmSync(path, { force: true });
  }
  throw new DataDirBusyError(`--data ${dataDir} could not be locked: another box is starting on it.`);
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}

function readOwner(path: string): number | null {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives but belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
