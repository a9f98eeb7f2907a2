import { expect, test } from "vitest";
import { missingEntries } from "./lockfile.ts";

test("a platform that the lockfile leaves out is named with its version and platform", () => {
  const optionalDependencies = {
    "@x/cli-darwin-arm64": "1.2.3",
    "@x/cli-linux-x64-musl": "1.2.3",
    "@x/cli-linux-x64": "1.2.3",
  };
  expect(
    missingEntries({
      packages: {
        "node_modules/@x/cli": { version: "1.2.3", dev: true, optionalDependencies },
        "node_modules/@x/cli-linux-x64": { version: "1.2.3", optional: true },
      },
    }),
  ).toEqual({
    "node_modules/@x/cli-darwin-arm64": { version: "1.2.3", os: ["darwin"], cpu: ["arm64"], dev: true, optional: true },
    "node_modules/@x/cli-linux-x64-musl": {
      version: "1.2.3",
      os: ["linux"],
      cpu: ["x64"],
      libc: ["musl"],
      dev: true,
      optional: true,
    },
  });
});

test("a copy nested in the parent or above it counts", () => {
  const packages = {
    "node_modules/a/node_modules/b": { version: "1.0.0", optionalDependencies: { c: "1.0.0", d: "1.0.0" } },
    "node_modules/a/node_modules/c": { version: "1.0.0" },
    "node_modules/d": { version: "1.0.0" },
  };
  expect(missingEntries({ packages })).toEqual({});
});
