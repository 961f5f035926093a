/** Adds or removes a custom state of an element. */
export function setState(internals: ElementInternals, name: string, on: boolean): void {
  try {
    internals.states[on ? 'add' : 'delete'](name);
  } catch {
    // Firefox before 126 has no custom states, and Chrome before 125 accepts no names without dashes: only styles need them.
  }
}
