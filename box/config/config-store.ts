import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ReportedPhase } from "../../lib/protocol/channel.ts";
import { DesiredResponse, SecretsResponse } from "../../lib/protocol/config.ts";
import { Count } from "../../lib/protocol/scalars.ts";
import { readStateFile, writeStateFile } from "../state-file.ts";
import { Limits } from "./active-config.ts";

/** As received: signed by the organization, keys sealed to this box. Nothing secret in clear. */
const StoredVersion = z.object({ desired: DesiredResponse, secrets: SecretsResponse.shape.secrets });
export type StoredVersion = z.infer<typeof StoredVersion>;

const Ended = z.object({ version: Count, phase: ReportedPhase, reason: z.string().nullable() });
export type Ended = z.infer<typeof Ended>;

const Marker = z.object({
  /** The version that went through its observation window; 0 when none has. The only one a restart runs. */
  provenVersion: Count,
  /** The last version that did not make it; never tried again. */
  ended: Ended.nullable(),
});
export type Marker = z.infer<typeof Marker>;

const keptVersions = 3;

/** Configuration on disk: the last three versions, and a marker of which one is proven. */
export class ConfigStore {
  readonly #dir: string;
  #marker: Marker;

  /** Throws CorruptStateError. */
  constructor(dataDir: string) {
    this.#dir = join(dataDir, "config");
    mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
    this.#marker = readStateFile(join(this.#dir, "marker.json"), Marker) ?? { provenVersion: 0, ended: null };
  }

  get marker(): Marker {
    return this.#marker;
  }

  saveVersion(stored: StoredVersion): void {
    writeStateFile(this.#path(stored.desired.version), stored);
    this.#prune();
  }

  readVersion(version: number): StoredVersion | null {
    return readStateFile(this.#path(version), StoredVersion);
  }

  markProven(version: number): void {
    this.#writeMarker({ ...this.#marker, provenVersion: version });
    this.#prune();
  }

  markEnded(ended: Ended): void {
    this.#writeMarker({ ...this.#marker, ended });
  }

  /** Of the newest document that was genuine, whether or not it could be run; null before the first. */
  readLimits(): Limits | null {
    return readStateFile(join(this.#dir, "limits.json"), Limits);
  }

  saveLimits(limits: Limits): void {
    writeStateFile(join(this.#dir, "limits.json"), limits);
  }

  #writeMarker(marker: Marker): void {
    writeStateFile(join(this.#dir, "marker.json"), marker);
    this.#marker = marker;
  }

  #path(version: number): string {
    return join(this.#dir, `v${version}.json`);
  }

  /** The proven version is kept however many newer ones failed. */
  #prune(): void {
    const versions = readdirSync(this.#dir)
      .map((name) => Number(/^v(\d+)\.json$/.exec(name)?.[1] ?? Number.NaN))
      .filter((version) => !Number.isNaN(version))
      .toSorted((a, b) => b - a);
    for (const version of versions.slice(keptVersions)) {
      if (version !== this.#marker.provenVersion) rmSync(this.#path(version), { force: true });
    }
  }
}
