import { Badge } from "#components/ui/badge.tsx";

/** A box's groups; beyond `most` only how many more there are, with their names on hover. */
export function TagChips({ tags, most = tags.length }: { tags: readonly string[]; most?: number }) {
  const rest = tags.slice(most);
  return (
    <span className="inline-flex flex-wrap gap-1">
      {tags.slice(0, most).map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
      {rest.length > 0 ? (
        <span title={rest.join(", ")}>
          <Badge>+{rest.length}</Badge>
        </span>
      ) : null}
    </span>
  );
}
