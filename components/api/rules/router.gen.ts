// Made by `npm run gen` from server/resources/router/rules.ts: edit that.
/** What forbids an action on a router, as pure functions of its public JSON. Copied for the browser: imports nothing. */
type Router = { state: string; ports: readonly unknown[] }

export const guards = {
  destroy: [
    {
      reason: 'The router still has interfaces: remove them first.',
      // Removing what failed is forced.
      ok: (router: Router) => router.state === 'ERRED' || router.ports.length === 0,
    },
  ],
}
