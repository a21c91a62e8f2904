/** What can be done with an account: the same entries by right click and by its button. */
import type { AccountDto } from "$ipc/bindings/AccountDto";
import type { Anchor, MenuItem } from "$components/menu";
import Copy from "@lucide/svelte/icons/copy";
import Eye from "@lucide/svelte/icons/eye";
import Info from "@lucide/svelte/icons/info";
import Link from "@lucide/svelte/icons/link";
import Pencil from "@lucide/svelte/icons/pencil";
import QrCode from "@lucide/svelte/icons/qr-code";
import LogOut from "@lucide/svelte/icons/log-out";
import Star from "@lucide/svelte/icons/star";
import StarOff from "@lucide/svelte/icons/star-off";
import Trash from "@lucide/svelte/icons/trash-2";
import Users from "@lucide/svelte/icons/users";
import { t } from "$text";
import type { Codes } from "./codes.svelte";
import { nameOf } from "$state/name";

/** `details`: opens the account's own page, where it is not beside the list already. */
export function accountMenu(codes: Codes, account: AccountDto, details: (() => void) | null): MenuItem[] {
  const ask = (kind: "edit" | "reveal" | "qr" | "uri") => (): void => {
    codes.asked = { kind, account };
  };
  const { team } = account;
  const items: MenuItem[] = [{ id: "menu-copy", label: t("menu-copy"), icon: Copy, run: () => void codes.copy(account) }];
  if (team === null) items.push(favourite(codes, account));
  if (team?.canEdit !== false) items.push({ id: "menu-edit", label: t("menu-edit"), icon: Pencil, run: ask("edit") });
  items.push(
    { id: "menu-qr", label: t("menu-qr"), icon: QrCode, run: ask("qr") },
    { id: "menu-reveal", label: t("menu-reveal"), icon: Eye, run: ask("reveal") },
    { id: "menu-uri", label: t("menu-uri"), icon: Link, run: ask("uri") },
    ...moves(codes, account),
  );
  if (team === null) {
    items.push({
      id: "menu-remove",
      label: t("menu-remove", { name: nameOf(account) }),
      icon: Trash,
      tone: "danger",
      run: () => void codes.remove(account),
    });
  }
  if (details) items.splice(1, 0, { id: "menu-details", label: t("menu-details"), icon: Info, run: details });
  return items;
}

function favourite(codes: Codes, account: AccountDto): MenuItem {
  return {
    id: "menu-favourite",
    label: account.favorite ? t("menu-no-favourite") : t("menu-favourite"),
    icon: account.favorite ? StarOff : Star,
    run: () => void codes.toggleFavorite(account),
  };
}

/** Into each team vault that can be written to, or out of the one that it is in. */
export function moves(codes: Codes, account: AccountDto): MenuItem[] {
  const { team } = account;
  const into = codes.teams.writable.map(({ id, name }) => ({
    id: `menu-move-${id}`,
    label: t("menu-move", { name }),
    icon: Users,
    run: () => (codes.asked = { kind: "move", account, team: { id, name } }),
  }));
  if (team === null) return into;
  if (codes.teams.writable.every(({ id }) => id !== team.id)) return [];
  return [
    {
      id: "menu-move-home",
      label: t("menu-move-home"),
      icon: LogOut,
      run: () => (codes.asked = { kind: "move-home", account, team }),
    },
  ];
}

/** Where the mouse is; the element itself where the menu was asked for by a key. */
export function beside(event: MouseEvent & { currentTarget: HTMLElement }): Anchor {
  const { clientX, clientY, currentTarget } = event;
  if (clientX === 0 && clientY === 0) return currentTarget;
  return { getBoundingClientRect: () => new DOMRect(clientX, clientY, 0, 0) };
}
