import { format } from "@cfworker/json-schema";

/** Mobile, landline with area code, 400/800, short public numbers such as 12348, and foreign numbers with a plus sign. */
const PHONE = /^((86)?1[3-9]\d{9}|0\d{2,3}[1-9]\d{6,7}(x\d{1,6})?|[48]00\d{7}|1\d{2,5}|\+\d{6,15})$/;
const WALL_TIME = /^(\d{4}-\d{2}-\d{2})[Tt ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|z|[+-]\d{2}:?\d{2})?$/;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

/** As on the server (`engine/forms/formats.py`): blanks, hyphens and brackets between digits do not count. */
export function isPhone(text: string): boolean {
  const digits = text.replace(/[\s()\uff08\uff09-]/g, "").replace("转", "x");
  return PHONE.test(digits) || PHONE.test(digits.replace(/^\+86/, ""));
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
