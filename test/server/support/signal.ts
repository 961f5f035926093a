/** An event that happens once: what waits for it goes on, before and after. */
export interface Signal {
  give: () => void;
  given: Promise<void>;
}

export function signal(): Signal {
  let give!: () => void;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { give, given };
}
