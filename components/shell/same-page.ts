/**
 * The same page of another organization: `/a/budgets` → `/b/budgets`. What is below a list belongs to one organization,
 * so a detail page becomes its list, and filters, which may name such a thing, are dropped.
 */
export function samePage(pathname: string, slug: string): string {
  const [, , page] = pathname.split("/");
  return page ? `/${slug}/${page}` : `/${slug}`;
}
