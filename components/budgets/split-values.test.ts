import { expect, test } from "vitest";
import { noSplit, splitInput, weightOf } from "./split-values.ts";

const box = "box_01h455vb4pex5vsknk084sn02q";
const typed = { ...noSplit, namePrefix: "Share", capNanos: "$10" };

test("what is typed is what is sent; nothing is as long as something is missing", () => {
  expect(splitInput(noSplit, [])).toBe(null);
  expect(splitInput(typed, [box])).toMatchObject({
    namePrefix: "Share",
    capNanos: 10_000_000_000n,
    boxes: { kind: "all" },
    by: { kind: "even" },
    connectionId: null,
  });
  expect(splitInput({ ...typed, boxes: "tag:lab", what: "channel:cloud" }, [box])).toMatchObject({
    boxes: { kind: "tag", tag: "lab" },
    channel: "cloud",
  });
  expect(splitInput({ ...typed, boxes: "listed" }, [])).toBe(null);
  expect(splitInput({ ...typed, what: "models" }, [box])).toBe(null);
  expect(splitInput({ ...typed, what: "models", modelFamily: "GPT-5" }, [box])).toMatchObject({ modelFamily: "gpt-5" });
});

test("a box weighs one until something else is typed, and what is no weight is not sent", () => {
  expect(splitInput({ ...typed, by: "weights" }, [box])?.by).toEqual({
    kind: "weights",
    weights: [{ boxId: box, weight: 1 }],
  });
  expect(splitInput({ ...typed, by: "weights", weights: { [box]: "0" } }, [box])).toBe(null);
  expect(["", "0", "1.5", "-1", "1000001", "x"].map(weightOf)).toEqual([null, null, null, null, null, null]);
  expect(weightOf(" 3 ")).toBe(3);
});
