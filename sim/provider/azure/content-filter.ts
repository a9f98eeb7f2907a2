type Category = "hate" | "self_harm" | "sexual" | "violence";

/** What Azure's filter found: nothing, or one category. Source: learn.microsoft.com, "Content filtering". */
export function filterResults(filtered: Category | null = null) {
  const categories: Category[] = ["hate", "self_harm", "sexual", "violence"];
  return Object.fromEntries(
    categories.map((category) => [
      category,
      category === filtered ? { filtered: true, severity: "medium" } : { filtered: false, severity: "safe" },
    ]),
  );
}

/** About the prompt; stands beside the choices, and in a stream in a first chunk of its own. */
export function promptFilterResults() {
  return [
    {
      prompt_index: 0,
      content_filter_results: { ...filterResults(), jailbreak: { filtered: false, detected: false } },
    },
  ];
}
