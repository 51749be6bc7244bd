/** The part of the browser's trusted types that this needs; the policy of customer pages asks for them. */
interface Trusted {
  trustedTypes?: {
    createPolicy(
      name: string,
      rules: { createScriptURL(text: string): string },
    ): {
      createScriptURL(text: string): string
    }
  }
}

/**
 * When and where the booking is can be read without a connection, too: a worker of ours keeps that for the last link
 * that was opened (`offline.ts`). Not inside another site, and only where the browser can.
 */
export function keepForLater() {
  const { serviceWorker } = navigator
  if (!serviceWorker || parent !== window || !location.pathname.startsWith('/b/')) return
  const types = (window as Trusted).trustedTypes
  const policy = types?.createPolicy('kept-offline', { createScriptURL: (text) => text })
  const script = policy ? policy.createScriptURL('/sw.js') : '/sw.js'
  serviceWorker.register(script, { scope: '/b/' }).catch(() => null)
  void serviceWorker.ready.then(({ active }) => active?.postMessage(location.pathname, {}))
}
