/** The API's document as a page: swagger-ui from its package, no other host involved. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'

const TYPES: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
}

// The cookie-borne calls of "Try it out" need the header that other sites cannot set.
const START = `window.onload = () => {
  SwaggerUIBundle({
    url: '/api/schema/',
    dom_id: '#document',
    deepLinking: true,
    docExpansion: 'none',
    filter: true,
    validatorUrl: null,
    requestInterceptor: (request) => {
      request.headers['X-Requested-With'] = 'foyer'
      return request
    },
  })
}
`

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Foyer API</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css">
    <link rel="icon" href="/api/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="document"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`

const HEADERS = {
  // swagger-ui writes style attributes.
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
}

const answer = (body: string | Uint8Array, type: string, cache = 'no-cache') =>
  new Response(body as BodyInit, { headers: { ...HEADERS, 'Content-Type': type, 'Cache-Control': cache } })

/** `/api/docs/` and its files. @param segments below `/api/docs/`. */
export const docsResponse = async (segments: readonly string[]): Promise<Response> => {
  const file = segments.join('/')
  if (file === '') return answer(PAGE, 'text/html; charset=utf-8')
  if (file === 'start.js') return answer(START, 'text/javascript; charset=utf-8')
  const type = Object.hasOwn(TYPES, file) ? TYPES[file] : undefined
  if (!type) return new Response('Not found', { status: 404, headers: HEADERS })
  const folder = path.join(/* turbopackIgnore: true */ process.cwd(), 'node_modules', 'swagger-ui-dist')
  return answer(await readFile(path.join(folder, file)), type, 'public, max-age=86400')
}
