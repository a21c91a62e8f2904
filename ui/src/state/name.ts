import type { AccountDto } from "$ipc/bindings/AccountDto";
import { t } from "$text";

/** "GitHub · anna"; one of them where the other is missing. */
export function nameOf({ issuer, account }: Pick<AccountDto, "issuer" | "account">): string {
  return issuer && account ? t("form-account-of", { issuer, account }) : issuer || account;
}
