import { expect, test } from "vitest";
import { curlLine } from "./curl-line.ts";

const line = (scopes: string[]) => curlLine({ url: "https://fleet.example.com", secret: "kf_live_x", scopes });

test("the line calls something that the key may read", () => {
  expect(line(["boxes.read", "spend.read"])).toBe(
    `curl -H "Authorization: Bearer kf_live_x" 'https://fleet.example.com/api/v1/boxes'`,
  );
  expect(line(["budgets.write", "budgets.read"])).toContain("/api/v1/budgets'");
  expect(line(["orgs.read"])).toContain("/api/v1/orgs/current'");
});
