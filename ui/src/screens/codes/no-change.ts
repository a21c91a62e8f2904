import type { EditDto } from "$ipc/bindings/EditDto";

/** Leaves everything of an account as it is. */
export const NO_CHANGE: EditDto = {
  issuer: null,
  account: null,
  tags: null,
  favorite: null,
  methods: null,
  deadline: null,
  trustedFor: null,
  recoveryContact: null,
  notes: null,
  secret: null,
  pin: null,
  counter: null,
};
