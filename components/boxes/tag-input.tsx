"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { fieldClasses } from "#components/ui/input.tsx";
import { maxTags } from "#lib/boxes/schema.ts";
import { Tag } from "#lib/budgets/schema.ts";
import { cn } from "#lib/cn.ts";

/**
 * Tags as chips in a field: Enter, comma or space adds what is typed, Backspace in the empty field takes the last one
 * back. `typed` is the caller's, so that leaving the field, or saving, does not lose a tag that was not ended by a key.
 */
export function TagInput({
  label,
  tags,
  known,
  typed,
  onType,
  onChange,
}: {
  label: string;
  tags: readonly string[];
  /** Offered while typing. */
  known: readonly string[];
  typed: string;
  onType: (typed: string) => void;
  onChange: (tags: string[]) => void;
}) {
  const t = useTranslations("tags");
  const id = useId();
  const [isWrong, setIsWrong] = useState(false);
  const isFull = tags.length >= maxTags;

  function add() {
    const name = typed.trim().toLowerCase();
    if (name === "") return;
    const isTag = Tag.safeParse(name).success;
    setIsWrong(!isTag);
    if (!isTag || isFull) return;
    onChange([...new Set([...tags, name])]);
    onType("");
  }

  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <div className={cn(fieldClasses, "flex min-h-8 flex-wrap items-center gap-1 px-1.5 py-1")}>
        {tags.map((tag) => (
          <span key={tag} className="inline-flex items-center rounded-md bg-hover pl-1.5 text-xs font-medium">
            {tag}
            <button
              type="button"
              aria-label={t("remove", { tag })}
              onClick={() => onChange(tags.filter((each) => each !== tag))}
              className="flex size-6 items-center justify-center rounded-md text-muted hover:text-foreground pointer-coarse:size-11"
            >
              <X aria-hidden className="size-3" />
            </button>
          </span>
        ))}
        <input
          // biome-ignore lint/a11y/noAutofocus: otherwise a dialog begins at the button that removes the first tag.
          autoFocus
          id={id}
          list={`${id}-known`}
          value={typed}
          aria-invalid={isWrong}
          aria-describedby={`${id}-note`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => {
            setIsWrong(false);
            onType(event.target.value);
          }}
          onKeyDown={(event) => {
            // While an input method composes, its Enter and space are its own.
            if (event.nativeEvent.isComposing) return;
            if ([",", " "].includes(event.key) || (event.key === "Enter" && typed.trim() !== "")) {
              event.preventDefault();
              add();
            }
            if (event.key === "Backspace" && typed === "") onChange(tags.slice(0, -1));
          }}
          onBlur={add}
          className="h-6 min-w-24 flex-1 bg-transparent px-1 outline-none pointer-coarse:h-9"
        />
      </div>
      <datalist id={`${id}-known`}>
        {known
          .filter((tag) => !tags.includes(tag))
          .map((tag) => (
            <option key={tag} value={tag} />
          ))}
      </datalist>
      <p id={`${id}-note`} className={isWrong ? "text-xs text-bad" : "text-xs text-muted"}>
        {isWrong ? t("invalid") : isFull ? t("full", { max: maxTags }) : t("hint")}
      </p>
    </div>
  );
}
