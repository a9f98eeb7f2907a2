"use client";
import { type ReactNode, useId } from "react";
import type { FieldError } from "react-hook-form";

interface ControlProps {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
}

/**
 * Label, control, hint and error, tied together for assistive technology. `invalid` is what a wrong value is told in the
 * person's language; without it the schema's or the server's own reason is shown.
 */
export function Field({
  label,
  hint,
  invalid,
  error,
  children,
}: {
  label: string;
  hint?: ReactNode;
  invalid?: string;
  error?: Pick<FieldError, "message"> | undefined;
  children: (control: ControlProps) => ReactNode;
}) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ? (invalid ?? error.message) : hint;
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      {children({ id, "aria-invalid": error !== undefined, "aria-describedby": note ? noteId : undefined })}
      {note ? (
        <p
          id={noteId}
          className={error ? "text-xs text-bad" : "text-xs text-muted"}
          {...(error ? { role: "alert" } : {})}
        >
          {note}
        </p>
      ) : null}
    </div>
  );
}
