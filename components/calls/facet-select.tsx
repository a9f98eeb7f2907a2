"use client";
import { Field } from "#components/form/field.tsx";
import { Select } from "#components/ui/select.tsx";

export interface FacetOption {
  value: string;
  label: string;
}

/** One of several, or any. What the address names stays a choice, also if the range has none of it. */
export function FacetSelect({
  label,
  any,
  value,
  options,
  onChange,
}: {
  label: string;
  any: string;
  value: string | null;
  options: readonly FacetOption[];
  onChange: (value: string | null) => void;
}) {
  const isKnown = value === null || options.some((option) => option.value === value);
  return (
    <Field label={label}>
      {(control) => (
        <Select {...control} value={value ?? ""} onChange={({ target }) => onChange(target.value || null)}>
          <option value="">{any}</option>
          {isKnown ? null : <option value={value}>{value}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
