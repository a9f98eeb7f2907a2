import { BoxPageSkeleton } from "#components/boxes/box-page-skeleton.tsx";

export default function Loading() {
  return <BoxPageSkeleton />;
}
