"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { type DefaultValues, type FieldValues, type Path, type UseFormReturn, useForm } from "react-hook-form";
import type { z } from "zod";
import { ApiError } from "#lib/api/fetcher.ts";

interface ApiForm<Input extends FieldValues, Output> {
  form: UseFormReturn<Input, unknown, Output>;
  submit: (event?: React.SyntheticEvent) => Promise<void>;
  /** What belongs to no single field. */
  error: unknown;
  isPending: boolean;
}

/**
 * A form that is checked by the schema the server uses and sent by `send`. Params that the server refuses are shown at
 * their fields; anything else is `error`. Throw from `send` or `done` to stay in the form.
 */
export function useApiForm<Input extends FieldValues, Output extends FieldValues, Answer>({
  schema,
  defaultValues,
  send,
  done,
}: {
  schema: z.ZodType<Output, Input>;
  defaultValues: DefaultValues<Input>;
  send: (values: Output) => Promise<Answer>;
  done?: (answer: Answer, values: Output) => unknown;
}): ApiForm<Input, Output> {
  const form = useForm<Input, unknown, Output>({ resolver: zodResolver(schema), defaultValues });
  const [error, setError] = useState<unknown>(null);
  const submit = form.handleSubmit(async (values) => {
    setError(null);
    try {
      await done?.(await send(values), values);
    } catch (failure) {
      const refused = failure instanceof ApiError ? (failure.problem.invalidParams ?? []) : [];
      const known = refused.filter(({ name }) => name in form.getValues());
      for (const { name, reason } of known) {
        // `in getValues()` has just shown that it is one of the form's fields.
        form.setError(name as Path<Input>, { type: "server", message: reason });
      }
      if (known.length === 0) setError(failure);
    }
  });
  return { form, submit, error, isPending: form.formState.isSubmitting };
}
