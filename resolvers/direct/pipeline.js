/** The frame around every pipeline: nothing before it, the last function's answer after it. */
export function request() {
  return {};
}

export function response(ctx) {
  return ctx.prev.result;
}
