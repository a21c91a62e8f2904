/** Accounts of a program that lets nothing out: listed, and ticked off as each is set up again. */
import type { Backend } from "$ipc/backend";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { TaskDto } from "$ipc/bindings/TaskDto";
import { toError } from "$state/errors";

export class Worklist {
  /** Those to do first. `null`: not known yet. */
  tasks = $state.raw<TaskDto[] | null>(null);
  /** What is typed: a name a line. */
  names = $state("");
  /** Why the last change was not saved. */
  error = $state.raw<ErrorDto | null>(null);
  busy = $state(false);

  readonly size = $derived(this.tasks?.length ?? 0);
  readonly done = $derived(this.tasks?.filter((task) => task.done).length ?? 0);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    await this.#attempt(() => this.#backend.transferTasks());
  }

  /** Puts what was typed on the list. It stays where it was typed until it is there. */
  async add(): Promise<void> {
    const { names } = this;
    if (names.trim() === "") return;
    if (await this.#attempt(() => this.#backend.transferAddTasks(names))) this.names = "";
  }

  /** Ticks off, or puts back among those to do. */
  async toggle(task: TaskDto): Promise<void> {
    await this.#attempt(() =>
      task.done ? this.#backend.transferReopenTask(task.id) : this.#backend.transferFinishTask(task.id),
    );
  }

  async remove(task: TaskDto): Promise<void> {
    await this.#attempt(() => this.#backend.transferRemoveTask(task.id));
  }

  async #attempt(work: () => Promise<TaskDto[]>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      this.tasks = await work();
      this.error = null;
      return true;
    } catch (thrown) {
      this.error = toError(thrown);
      // A change that could not be saved is in the list all the same.
      this.tasks = await this.#backend.transferTasks().catch(() => this.tasks);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
