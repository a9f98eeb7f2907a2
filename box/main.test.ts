import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { FakeConsole } from "./testing/fake-console.ts";
import { waitFor } from "./testing/wait-for.ts";
import { tempDataDir } from "./testing/world.ts";

const script = new URL("./main.ts", import.meta.url).pathname;

function launch(...args: string[]) {
  const child: ChildProcess = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  child.stdout?.on("data", (bytes: Buffer) => {
    said.out += bytes.toString();
  });
  child.stderr?.on("data", (bytes: Buffer) => {
    said.err += bytes.toString();
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const ended = once(child, "close").then(() => child.exitCode);
  return { child, said, ended };
}

async function refusal(...args: string[]) {
  const { said, ended } = launch(...args);
  const code = await ended;
  expect(said.err).not.toContain("    at ");
  return { code, sentence: said.err.trim() };
}

const elsewhere = ["--console", "http://127.0.0.1:9"];

test("every wrong flag is answered with one sentence that names it, and exit code 2", async () => {
  const wrong: [string[], string][] = [
    [elsewhere, "--data is missing"],
    [["--data", "/tmp/x"], "--console is missing"],
    [["--data", "/tmp/x", "--console", "ftp://x"], "--console ftp://x"],
    [["--data", "/tmp/x", ...elsewhere, "--port", "99999"], "--port 99999"],
    [["--data", "/tmp/x", ...elsewhere, "--host", "1.2.3.4"], "--host 1.2.3.4"],
    [["--data", "/tmp/x", ...elsewhere, "--speed", "9"], "--speed"],
  ];
  const refusals = await Promise.all(wrong.map(([args]) => refusal(...args)));
  for (const [index, { code, sentence }] of refusals.entries()) {
    expect(code).toBe(2);
    expect(sentence).toContain(wrong[index]?.[1]);
    expect(sentence.split("\n")).toHaveLength(1);
  }
}, 20_000);

test("help is printed on stdout", async () => {
  const { said, ended } = launch("--help");
  expect(await ended).toBe(0);
  expect(said.out).toContain("--page-port");
});

test("a data directory that cannot be used, a damaged file and a taken port are one sentence each", async () => {
  const notADirectory = join(tempDataDir(), "file");
  writeFileSync(notADirectory, "");
  const damaged = tempDataDir();
  writeFileSync(join(damaged, "identity.json"), "{");
  const blocker = createServer().listen(0, "127.0.0.1");
  await once(blocker, "listening");
  const address = blocker.address();
  const port = typeof address === "object" && address ? String(address.port) : "";
  const results = await Promise.all([
    refusal("--data", notADirectory, ...elsewhere, "--port", "0"),
    refusal("--data", damaged, ...elsewhere, "--port", "0"),
    refusal("--data", tempDataDir(), ...elsewhere, "--port", port, "--page-port", "0"),
  ]);
  blocker.close();
  expect(results.map((result) => result.code)).toEqual([1, 1, 1]);
  expect(results[0].sentence).toContain("--data");
  expect(results[1].sentence).toContain("identity.json is damaged");
  expect(results[2].sentence).toContain(`--port ${port} is in use`);
  expect(readFileSync(join(damaged, "identity.json"), "utf8")).toBe("{");
}, 20_000);

test("a box shows its code in the terminal and on its page, lets no second box on its data, and stops cleanly", async () => {
  const fake = await FakeConsole.start();
  onTestFinished(() => fake.goDown());
  const dataDir = tempDataDir();
  const { child, said, ended } = launch("--data", dataDir, "--console", fake.url, "--port", "0", "--page-port", "0");
  await waitFor("the code", () => said.out.includes("code WDJB-BBB0"));
  expect(said.out).toContain(`${fake.url}/enroll#WDJB-BBB0`);
  expect(statSync(join(dataDir, "identity.json")).mode & 0o777).toBe(0o600);

  const pageUrl = /page (\S+),/.exec(said.out)?.[1] ?? "";
  const page = await fetch(pageUrl, { headers: { "accept-language": "zh-CN" } });
  const html = await page.text();
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(html).toContain("<svg");
  expect(html).toContain("认领此设备");
  const status = await (await fetch(`${pageUrl}status.json`)).text();
  expect(JSON.parse(status)).toMatchObject({ box: null, enrollment: { state: "waiting", userCode: "WDJB-BBB0" } });
  expect(status).not.toContain(fake.door.pending?.deviceCode);
  const gateway = await fetch(`${pageUrl}v1/models`);
  expect(gateway.status).toBe(503);
  expect(await gateway.json()).toMatchObject({ error: { code: "box_not_ready" } });

  const second = await refusal("--data", dataDir, "--console", fake.url, "--port", "0");
  expect(second).toMatchObject({ code: 1, sentence: expect.stringContaining("in use by another box") });

  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(existsSync(join(dataDir, "lock"))).toBe(false);
}, 20_000);
