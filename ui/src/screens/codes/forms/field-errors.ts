/** Which field of a form an error is about. */
import { tick } from "svelte";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import { hint, message } from "$text";

const FIELDS = {
  secret: ["secret-"],
  pin: ["pin-"],
  counter: ["counter-"],
  digits: ["digits-"],
  period: ["period-"],
  algorithm: ["algorithm-"],
  deadline: ["date-"],
  trusted: ["edit-trusted-", "time-malformed"],
} as const;

export type FormField = keyof typeof FIELDS;

/** `null`: about the whole form. */
export function fieldOf(error: ErrorDto): FormField | null {
  const fields = Object.keys(FIELDS) as FormField[];
  return fields.find((field) => FIELDS[field].some((begin) => error.code.startsWith(begin))) ?? null;
}

/** What is to be said below the field. */
export function saidOf(error: ErrorDto | null, field: FormField): string | undefined {
  return error && fieldOf(error) === field ? `${message(error)} ${hint(error)}`.trim() : undefined;
}

/** Goes to the field that is wrong, so that what is said below it is seen. */
export async function goToWrong(form: HTMLFormElement): Promise<void> {
  await tick();
  const wrong = form.querySelector<HTMLElement>("[aria-invalid=true]");
  wrong?.focus({ preventScroll: true });
  wrong?.scrollIntoView({ block: "center" });
}
