import { expect, test } from "vitest";
import { begin, countBigrams, end, lessons } from "./bigrams.ts";
import { writeGguf } from "./gguf.ts";
import { buildModel, modelName } from "./make-model.ts";

test("after every word something follows, and the probabilities of what does add up to one", () => {
  const { words, logProbability } = countBigrams(lessons);
  for (const word of [begin, ...words]) {
    const sum = [...words, end].reduce((total, next) => total + Math.exp(logProbability(word, next)), 0);
    expect(sum).toBeCloseTo(1, 5);
  }
});

test("the file begins as GGUF 3, says that it is a test model, and is smaller than 5 MB", () => {
  const file = buildModel();
  expect(file.subarray(0, 4).toString()).toBe("GGUF");
  expect(file.readUInt32LE(4)).toBe(3);
  expect(file.includes(`${modelName} (a test model`)).toBe(true);
  expect(file.length).toBeLessThan(5_000_000);
});

test("every tensor begins at a multiple of 32 bytes, and the file ends where the last one does", () => {
  const file = buildModel();
  const at = file.lastIndexOf("output.weight");
  // Behind the name: the number of dimensions, two dimensions, the type, the offset behind the head.
  const [width, tokens] = [17, 25].map((offset) => Number(file.readBigUInt64LE(at + offset)));
  const offset = Number(file.readBigUInt64LE(at + 37));
  const head = Math.ceil((at + 45) / 32) * 32;
  expect(offset % 32).toBe(0);
  expect(head + offset + (width ?? 0) * (tokens ?? 0) * 4).toBe(file.length);
});

test("the same lessons give the same file", () => {
  expect(buildModel().equals(buildModel())).toBe(true);
});

test("a tensor whose values do not fill its shape is not written", () => {
  const short = { name: "short", shape: [2, 3], data: new Float32Array(5) };
  expect(() => writeGguf({}, [short])).toThrow("short");
});
