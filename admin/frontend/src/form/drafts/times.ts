/** Write an instant as people here read it: the hour today, the date otherwise. */
export function shortTime(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const [day, clock] = shanghai(at);
  return day === shanghai(now)[0] ? clock : `${day} ${clock}`;
}

/** Turn an instant with a zone into the wall time of a `datetime-local` field. */
export function wallTime(text: string): string {
  if (!/(Z|z|[+-]\d{2}:?\d{2})$/.test(text)) return text.replace(" ", "T").slice(0, 16);
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : shanghai(at).join("T");
}

function shanghai(at: Date): [string, string] {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" });
  const [day, clock] = format.format(at).split(" ");
  return [day!, clock!];
}
