/**
 * A package-lock.json made where the registry lacks some platforms' binaries leaves those out, and `npm ci` then refuses
 * it on every machine ("Missing: @biomejs/cli-darwin-arm64@ from lock file"). Nothing needs their contents here: their
 * name says the platform, their parent pins the version, and npm only fetches them on that platform.
 */
export type LockEntry = {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};
export type Lockfile = { packages: Record<string, LockEntry> };

/** Entries that some package's `optionalDependencies` ask for and the lockfile does not have, by their path. */
export function missingEntries({ packages }: Lockfile): Record<string, LockEntry> {
  const missing: Record<string, LockEntry> = {};
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isReachable(packages, path, name)) continue;
      missing[`node_modules/${name}`] = {
        version: range.replace(/^[\^~]/, ""),
        ...platformOf(name),
        ...(entry.dev ? { dev: true } : {}),
        optional: true,
      };
    }
  }
  return missing;
}

/** Node's own look-up: beside the package, then in every `node_modules` above it. */
function isReachable(packages: Lockfile["packages"], from: string, name: string): boolean {
  for (let dir = from; ; dir = dir.slice(0, Math.max(0, dir.lastIndexOf("/node_modules/")))) {
    if (`${dir === "" ? "" : `${dir}/`}node_modules/${name}` in packages) return true;
    if (dir === "") return false;
  }
}

const systems = { darwin: "darwin", linux: "linux", win32: "win32", windows: "win32", android: "android" } as const;
const others = ["freebsd", "openbsd", "netbsd", "openharmony", "aix", "sunos"];
const processors = {
  x64: "x64",
  arm64: "arm64",
  arm: "arm",
  ia32: "ia32",
  ppc64: "ppc64",
  riscv64: "riscv64",
} as const;
const otherProcessors = ["s390x", "loong64", "mips64el", "wasm32"];

function platformOf(name: string): Pick<LockEntry, "os" | "cpu" | "libc"> {
  const words = name.split(/[/-]/);
  const os = words.flatMap((word) =>
    word in systems ? [systems[word as keyof typeof systems]] : others.includes(word) ? [word] : [],
  );
  const cpu = words.flatMap((word) =>
    word in processors ? [processors[word as keyof typeof processors]] : otherProcessors.includes(word) ? [word] : [],
  );
  const libc = words.some((word) => word.startsWith("musl")) ? ["musl"] : words.includes("gnu") ? ["glibc"] : [];
  return {
    ...(os.length > 0 ? { os } : {}),
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(libc.length > 0 && os[0] === "linux" ? { libc } : {}),
  };
}
