import type { BoxSummary } from "#lib/boxes/schema.ts";

/**
 * Every word must be found in the box's name, serial, model or version; `status:offline` asks for a presence,
 * `config:applied` for a configuration phase, `tag:lab` for a group by its whole name.
 */
export function matchesBox(
  box: Pick<BoxSummary, "name" | "serial" | "model" | "agentVersion" | "presence" | "config" | "tags">,
  search: string,
): boolean {
  const text = [box.name, box.serial, box.model, box.agentVersion].join("\n").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
    .every((word) => {
      const [, field, value = ""] = /^(status|config|tag):(.*)$/.exec(word) ?? [];
      if (field === "status") return box.presence.startsWith(value);
      if (field === "config") return box.config.phase.startsWith(value);
      if (field === "tag") return value === "" || box.tags.includes(value);
      return text.includes(word);
    });
}
