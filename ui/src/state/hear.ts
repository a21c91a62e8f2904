import type { Backend, Events } from "$ipc/backend";

type Handlers = { [E in keyof Events]?: (payload: Events[E]) => void };

/** Hears what the program tells, until the answer is called. */
export function hear(backend: Backend, handlers: Handlers): () => void {
  const events = Object.keys(handlers) as (keyof Events)[];
  const ends = events.map((event) => backend.listen(event, (payload) => handlers[event]?.(payload as never)));
  return () => ends.forEach((end) => void end.then((stop) => stop()));
}
