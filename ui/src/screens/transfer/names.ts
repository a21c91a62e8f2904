import type { Accounts } from "$state/accounts.svelte";
import { language, t } from "$text";

/** More names tell nothing more. */
const MOST = 12;

const list = new Intl.ListFormat(language, { type: "conjunction" });

/** The names of accounts, in a sentence. */
export function namesOf(accounts: Accounts, ids: readonly string[]): string {
  const names = ids.slice(0, MOST).map((id) => {
    const account = accounts.find(id);
    return account?.issuer || account?.account || t("import-no-name");
  });
  const more = ids.length - names.length;
  return list.format(more > 0 ? [...names, t("out-more", { count: more })] : names);
}
