'use client'

import './globals.css'

/** The root layout itself failed, and with it the catalogues: both languages in one plain page. */
export default function GlobalErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto max-w-2xl space-y-4 p-6">
          <h1 className="text-xl">Something went wrong</h1>
          <p>The portal could not show this page. Nothing that you asked for is lost.</p>
          <p lang="de">Das Portal konnte diese Seite nicht zeigen. Nichts, was Sie angefordert haben, ist verloren.</p>
          {error.digest && <p className="font-mono text-sm">{error.digest}</p>}
          <p className="flex gap-4">
            <button type="button" className="underline" onClick={reset}>
              Try again
            </button>
            <a className="underline" href="/">
              Start page
            </a>
          </p>
        </main>
      </body>
    </html>
  )
}
