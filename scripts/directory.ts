import { constants } from "node:fs";
import { access, chmod, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { reasonOf, Sentence } from "./sentence.ts";

/**
 * Makes a data directory and its missing parents, each with `mode`, and makes sure that this user can write there.
 * What exists keeps its mode: it may be someone's home. (`mkdir` with `recursive` never returns under /proc.)
 */
export async function makeDirectory(path: string, mode: number): Promise<void> {
  try {
    for (const dir of await missingParts(path)) {
      await mkdir(dir, { mode });
      await chmod(dir, mode);
    }
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Sentence(
      `The data directory ${path} cannot be written (${reasonOf(error)}); set KAIHE_DATA to a directory that this user can write.`,
    );
  }
}

async function missingParts(path: string): Promise<string[]> {
  const missing: string[] = [];
  for (let dir = path; ; dir = dirname(dir)) {
    const found = await stat(dir).catch((error) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (found && !found.isDirectory()) throw new Error(`${dir} is not a directory`);
    if (found) return missing.reverse();
    missing.push(dir);
  }
}
