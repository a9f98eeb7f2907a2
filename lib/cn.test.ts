import { globSync, readFileSync } from "node:fs";
import { twMerge } from "tailwind-merge";
import { expect, test } from "vitest";
import { cn } from "./cn.ts";

/** Every word of a string in the sources that tailwind-merge takes for a class, without its modifiers. */
function classesInUse(): string[] {
  const sources = globSync("{app,components}/**/*.tsx").map((path) => readFileSync(path, "utf8"));
  const words = sources.flatMap((source) =>
    [...source.matchAll(/"([^"\n]*)"|`([^`$]*)`/g)].flatMap(([, a, b]) => (a ?? b ?? "").split(/\s+/)),
  );
  const bare = new Set(words.map((word) => word.replace(/^.*:(?![^[]*\])/, "").replace(/!$/, "")));
  return [...bare]
    .filter((word) => /^-?[a-z][\w.[\]()/%:,*-]*$/.test(word) && twMerge(`${word} ${word}`) === word)
    .sort();
}

test("for any two classes that stand in the sources, what wins is what wins in all of Tailwind", () => {
  const classes = classesInUse();
  expect(classes.length).toBeGreaterThan(200);
  const wrong = classes.flatMap((first) =>
    classes
      .filter((second) => second !== first)
      .map((second) => `${first} ${second}`)
      .filter((pair) => cn(pair) !== twMerge(pair)),
  );
  expect(wrong).toEqual([]);
});

test("the later one wins, also under a modifier", () => {
  expect(cn("h-8 px-3 pointer-coarse:h-11", false, "h-40 pointer-coarse:h-12")).toBe("px-3 h-40 pointer-coarse:h-12");
});
