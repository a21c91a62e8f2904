/** A team vault that is about to be made or joined. */
import type { Backend } from "$ipc/backend";
import type { ServiceDto } from "$ipc/bindings/ServiceDto";
import type { LinkDto } from "$ipc/bindings/LinkDto";
import { Attempt } from "$state/attempt.svelte";

export class Arriving extends Attempt {
  /** The folder that was chosen, as it is called; the program knows where it is. */
  folder = $state<string | null>(null);
  /** What the link or the owner sheet says, once it was read. */
  link = $state.raw<LinkDto | null>(null);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    super();
    this.#backend = backend;
  }

  async choose(): Promise<void> {
    await this.attempt(async () => {
      this.folder = (await this.#backend.teamsPickFolder()) ?? this.folder;
    });
  }

  /** What a link or an owner sheet says; `null`: it is neither. */
  async read(link: string): Promise<LinkDto | null> {
    await this.attempt(async () => {
      this.link = await this.#backend.teamsReadLink(link);
      this.folder = null;
    });
    return this.link;
  }

  /** The id of what was made; `null`: it failed. */
  async create(name: string, user: string, service: ServiceDto | null): Promise<string | null> {
    let made: string | null = null;
    await this.attempt(async () => {
      made = await this.#backend.teamsCreate(name, user, service);
    });
    return made;
  }

  async recover(sheet: string, user: string, service: ServiceDto | null): Promise<string | null> {
    let back: string | null = null;
    await this.attempt(async () => {
      back = await this.#backend.teamsRecover(sheet, user, service);
    });
    return back;
  }

  async join(link: string, user: string, service: ServiceDto | null): Promise<string | null> {
    let asked: string | null = null;
    await this.attempt(async () => {
      asked = (await this.#backend.teamsJoin(link, user, service)).id;
    });
    return asked;
  }
}
