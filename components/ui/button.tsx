import { cva, type VariantProps } from "class-variance-authority";
import { type ComponentProps, cloneElement, isValidElement } from "react";
import { cn } from "#lib/cn.ts";

const button = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-3.5 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-accent text-accent-foreground hover:bg-accent-hover",
        secondary:
          "border-input bg-background text-foreground hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-subtle",
        ghost: "border-transparent text-muted hover:bg-hover hover:text-foreground",
        danger: "border-bad bg-background text-bad hover:bg-bad-subtle",
      },
      size: {
        md: "h-8 px-3 text-sm pointer-coarse:h-11",
        sm: "h-7 px-2 text-xs pointer-coarse:h-11",
        icon: "size-8 [&_svg]:size-4 pointer-coarse:size-11",
        large: "h-11 px-4 text-base",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

/** `asChild` gives the look to the one child, for links: an element that has no look and no handlers of its own. */
export function Button({
  variant,
  size,
  asChild,
  className,
  type = "button",
  ...props
}: ComponentProps<"button"> & VariantProps<typeof button> & { asChild?: boolean }) {
  const classes = cn(button({ variant, size }), className);
  if (asChild) {
    const { children, ...given } = props;
    if (!isValidElement<{ className?: string }>(children)) throw new Error("Button asChild needs one element");
    return cloneElement(children, { className: classes, ...given });
  }
  return <button type={type} className={classes} {...props} />;
}
