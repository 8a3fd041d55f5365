import { format } from "@cfworker/json-schema";

const MOBILE = /^(\+?86[- ]?)?1[3-9]\d{9}$/;
const LANDLINE = /^(0\d{2,3}[- ]?)?[2-9]\d{6,7}([- ]\d{1,6})?$/;
const WALL_TIME = /^(\d{4}-\d{2}-\d{2})[Tt ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|z|[+-]\d{2}:?\d{2})?$/;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

export function isPhone(text: string): boolean {
  return MOBILE.test(text) || LANDLINE.test(text);
}

/** Accept local wall time (read as Asia/Shanghai) as well as an instant with its zone. */
export function isDateTime(text: string): boolean {
  const match = WALL_TIME.exec(text);
  return match !== null && format["date"]!(match[1]!);
}

/** Teach the validator the formats of the product; the two standard ones are widened to wall time. */
export function registerFormats(): void {
  format["date-time"] = isDateTime;
  format["time"] = (text) => CLOCK.test(text);
  format["phone"] = isPhone;
}
