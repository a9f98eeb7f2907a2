"use client";

/** Several of several. */
export function CheckList<Value extends string>({
  legend,
  hint,
  options,
  chosen,
  onChange,
}: {
  legend: string;
  hint?: string;
  options: readonly { value: Value; label: string }[];
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
}) {
  return (
    <fieldset>
      <legend className="font-medium">{legend}</legend>
      {hint ? <p className="text-xs text-muted">{hint}</p> : null}
      <div className="mt-1 flex flex-wrap gap-x-4">
        {options.map(({ value, label }) => (
          <label key={value} className="flex min-h-7 cursor-pointer items-center gap-2 pointer-coarse:min-h-11">
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-accent"
              checked={chosen.includes(value)}
              onChange={() =>
                onChange(
                  options.map((option) => option.value).filter((each) => (each === value) !== chosen.includes(each)),
                )
              }
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
