"use client";
import { useQueryState } from "nuqs";
import { BookView } from "./book-view.tsx";
import { ChangesView } from "./changes-view.tsx";
import { priceParsers } from "./search-params.ts";

export function PricesPage() {
  const [view] = useQueryState("view", priceParsers.view);
  return view === "now" ? <BookView /> : <ChangesView />;
}
