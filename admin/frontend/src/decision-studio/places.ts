/** Where the check found something in a table: the nearest element with an id, and for a cell its rule. */
export interface Place {
  readonly element: string;
  readonly rule: number | null;
}

/** Read a place as the check writes it: `D07`, or `D07_table [3, 金额]` for a cell. */
export function placeOf(written: string): Place {
  const found = /^(\S*)\s*\[(\d+), .*\]$/s.exec(written);
  return found ? { element: found[1]!, rule: Number(found[2]) } : { element: written, rule: null };
}
