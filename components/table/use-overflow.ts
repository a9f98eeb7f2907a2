"use client";
import { type RefObject, useEffect, useRef, useState } from "react";

/** Whether the element is narrower than its content: only then does it need a place in the tab order to be scrolled. */
export function useOverflow<Element extends HTMLElement>(): [ref: RefObject<Element | null>, isOverflowing: boolean] {
  const ref = useRef<Element>(null);
  const [isOverflowing, setIsOverflowing] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setIsOverflowing(element.scrollWidth > element.clientWidth));
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  return [ref, isOverflowing];
}
