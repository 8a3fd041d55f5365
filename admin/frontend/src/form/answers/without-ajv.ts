/**
 * Stand-in for `@rjsf/validator-ajv8`: the index of `@rjsf/core` imports it for its own test registry. Ajv compiles
 * schemas with `eval`, which our pages forbid; nothing of ours uses this.
 */
export default undefined;
