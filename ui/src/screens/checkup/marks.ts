/** The picture of what a finding is about. */
import type { Component } from "svelte";
import Archive from "@lucide/svelte/icons/archive";
import CalendarClock from "@lucide/svelte/icons/calendar-clock";
import Clock from "@lucide/svelte/icons/clock";
import Copy from "@lucide/svelte/icons/copy";
import KeyRound from "@lucide/svelte/icons/key-round";
import Laptop from "@lucide/svelte/icons/laptop";
import LifeBuoy from "@lucide/svelte/icons/life-buoy";
import Lock from "@lucide/svelte/icons/lock";
import MessageSquareWarning from "@lucide/svelte/icons/message-square-warning";
import ShieldAlert from "@lucide/svelte/icons/shield-alert";
import Usb from "@lucide/svelte/icons/usb";
import Users from "@lucide/svelte/icons/users";

const MARKS: Record<string, Component> = {
  sms_only: MessageSquareWarning,
  email_only: MessageSquareWarning,
  sms_fallback: MessageSquareWarning,
  no_backup_codes: LifeBuoy,
  no_codes_left: LifeBuoy,
  few_backup_codes: LifeBuoy,
  codes_older_than_secret: LifeBuoy,
  one_factor: ShieldAlert,
  hardware_key_possible: Usb,
  one_key: Usb,
  key_lost: Usb,
  key_not_seen: Usb,
  duplicate_secret: Copy,
  short_secret: KeyRound,
  deadline_near: CalendarClock,
  deadline_passed: CalendarClock,
  trusted_device_long: Laptop,
  weak_password: Lock,
  weak_kdf: Lock,
  backup_old: Archive,
  backup_unproved: Archive,
  clock_off: Clock,
  sole_owner: Users,
  shared_with_former_member: Users,
};

export function markOf(finding: string): Component {
  return MARKS[finding] ?? ShieldAlert;
}
