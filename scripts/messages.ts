import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";

/** The rules behind `scripts/check-messages.ts`, over plain data: what is used in sources against what is written. */
export type Source = { path: string; text: string };
/** Nested by noun; the leaves are ICU messages. */
export type Messages = { [key: string]: string | Messages };

/** Every fault as one line; empty when all is well. */
export function findMessageFaults(sources: Source[], languages: Record<string, Messages>): string[] {
  const uses = sources.map(usesIn);
  const exact = new Map(uses.flatMap(({ keys }) => keys));
  const prefixes = uses.flatMap((use) => use.prefixes);
  const flat = Object.entries(languages).map(([name, messages]) => ({ name, messages: flatten(messages) }));
  const faults = uses.flatMap((use) => use.faults);
  for (const { name, messages } of flat) {
    for (const [key, place] of exact) {
      if (!messages.has(key)) faults.push(`${place}: "${key}" is used and missing in ${name}`);
    }
    for (const { prefix, place } of prefixes) {
      const isThere = [...messages.keys()].some((key) => key.startsWith(prefix));
      if (!isThere) faults.push(`${place}: "${prefix}*" is declared and ${name} has nothing like it`);
    }
    for (const key of messages.keys()) {
      if (exact.has(key) || prefixes.some(({ prefix }) => key.startsWith(prefix))) continue;
      faults.push(`${name}: "${key}" is never used`);
    }
  }
  const unreadable = flat.flatMap(({ name, messages }) =>
    [...messages].flatMap(([key, text]) => {
      const why = findUnreadable(text);
      return why ? [`${name}: "${key}" is no ICU message: ${why}`] : [];
    }),
  );
  if (unreadable.length > 0) return [...faults, ...unreadable];
  return [...faults, ...compareLanguages(flat)];
}

function compareLanguages(flat: { name: string; messages: Map<string, string> }[]): string[] {
  const [first, ...others] = flat;
  if (!first) return [];
  return others.flatMap(({ name, messages }) => {
    const missing = [...first.messages.keys()].filter((key) => !messages.has(key));
    const extra = [...messages.keys()].filter((key) => !first.messages.has(key));
    const different = [...first.messages].filter(
      ([key, text]) => messages.has(key) && slotsOf(text) !== slotsOf(messages.get(key) ?? ""),
    );
    return [
      ...missing.map((key) => `${name}: "${key}" is missing, ${first.name} has it`),
      ...extra.map((key) => `${first.name}: "${key}" is missing, ${name} has it`),
      ...different.map(([key]) => `"${key}" has other placeholders or tags in ${name} than in ${first.name}`),
    ];
  });
}

function flatten(messages: Messages, prefix = ""): Map<string, string> {
  const entries = Object.entries(messages).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
  );
  return new Map(entries);
}

/** Names of arguments and tags in an ICU message, sorted and joined: `{count, plural, other {# of {total}}}` → `count total`. */
export function slotsOf(message: string): string {
  const found = new Set<string>();
  const take = (elements: MessageFormatElement[]): void => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      found.add(element.type === TYPE.tag ? `<${element.value}>` : element.value);
      if (element.type === TYPE.tag) take(element.children);
      if (element.type === TYPE.plural || element.type === TYPE.select) {
        for (const { value } of Object.values(element.options)) take(value);
      }
    }
  };
  take(parse(message));
  return [...found].sort().join(" ");
}

function findUnreadable(message: string): string | null {
  try {
    parse(message);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

type Uses = { keys: [string, string][]; prefixes: { prefix: string; place: string }[]; faults: string[] };

const bindingPattern =
  /\b(\w+)\s*=\s*(?:await\s+)?(?:useTranslations|getTranslations)\(\s*(?:"([\w.]*)"|\{[^}]*namespace:\s*"([\w.]*)"[^}]*\})?\s*\)/g;
const promisePattern = /\[([^\]]*)\]\s*=\s*await\s+Promise\.all\(\[([\s\S]*?)\]\)/g;

/** What one file asks for. The translator's namespace is that of the nearest binding above the call. */
function usesIn({ path, text }: Source): Uses {
  const uses: Uses = { keys: [], prefixes: [], faults: [] };
  for (const match of text.matchAll(/\/\/ messages: (.+)/g)) {
    for (const name of (match[1] ?? "").split(/[,\s]+/).filter(Boolean)) {
      const place = placeOf(path, text, match.index);
      if (name.endsWith("*")) uses.prefixes.push({ prefix: name.slice(0, -1), place });
      else uses.keys.push([name, place]);
    }
  }
  const bindings = bindingsIn(text);
  for (const name of new Set(bindings.map((binding) => binding.name))) {
    const call = new RegExp(`(?<![\\w.$])${name}(?:\\.(?:rich|markup|raw|has))?\\(\\s*(?:"([^"]+)"\\s*[,)])?`, "g");
    for (const match of text.matchAll(call)) {
      const binding = bindings.findLast((one) => one.name === name && one.index < match.index);
      if (!binding) continue;
      const place = placeOf(path, text, match.index);
      const prefix = binding.namespace ? `${binding.namespace}.` : "";
      if (match[1]) uses.keys.push([prefix + match[1], place]);
      else if (!isDeclared(uses, prefix)) {
        uses.faults.push(`${place}: a computed key needs a comment "// messages: ${prefix}….*" in this file`);
      }
    }
  }
  return uses;
}

function isDeclared(uses: Uses, prefix: string): boolean {
  return [...uses.prefixes.map((one) => one.prefix), ...uses.keys.map(([key]) => key)].some((name) =>
    name.startsWith(prefix),
  );
}

function bindingsIn(text: string): { name: string; namespace: string; index: number }[] {
  const single = [...text.matchAll(bindingPattern)].map((match) => ({
    name: match[1] ?? "",
    namespace: match[2] ?? match[3] ?? "",
    index: match.index,
  }));
  const together = [...text.matchAll(promisePattern)].flatMap((match) => {
    const names = (match[1] ?? "").split(",").map((name) => name.trim());
    const values = (match[2] ?? "").split(/,(?![^(]*\))/);
    return names.flatMap((name, position) => {
      const namespace = /getTranslations\(\s*"([\w.]*)"/.exec(values[position] ?? "")?.[1];
      return namespace === undefined ? [] : [{ name, namespace, index: match.index }];
    });
  });
  return [...single, ...together].sort((a, b) => a.index - b.index);
}

function placeOf(path: string, text: string, index: number): string {
  return `${path}:${text.slice(0, index).split("\n").length}`;
}
