import { createContext } from "react";

/** Whether a question stands in a group that may be left out as a whole and has no answer yet: there nothing is required. */
export const Untouched = createContext(false);

/** Whether an answer says nothing, however deep it is nested. */
export function isBlank(answer: unknown): boolean {
  if (answer === undefined || answer === null || answer === "") return true;
  return typeof answer === "object" && Object.values(answer).every(isBlank);
}
