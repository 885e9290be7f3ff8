// Made by `npm run gen` from server/resources/leftover/rules.ts: edit that.
/** What forbids trying a removal again, as pure functions of public JSON. Copied for the browser: imports nothing. */
export const guards = {
  retry: [
    {
      reason: 'Its id in the cloud is not known.',
      ok: (leftover: { can_retry: boolean }) => leftover.can_retry,
      status: 409 as const,
    },
  ],
}
