import { getTranslations } from "next-intl/server";
import { Empty } from "#components/state/empty.tsx";

export default async function OrgNotFound() {
  const t = await getTranslations("state");
  return <Empty title={t("notFoundTitle")} text={t("notFoundText")} />;
}
