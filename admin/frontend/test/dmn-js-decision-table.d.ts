/** The package ships no types; this is what the tests use of it. */
declare module "dmn-js-decision-table/lib/features/hit-policy/HitPolicies" {
  export const HIT_POLICIES: readonly { readonly label: string; readonly explanation: string }[];
}
