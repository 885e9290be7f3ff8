/**
 * A real OpenID Connect issuer on loopback, for tests: `node server/testing/issuer.mjs <redirect URI>…` prints its address.
 * Anybody signs in with any name and password; the name becomes the subject.
 */
import http from 'node:http'
import Provider from 'oidc-provider'

const server = http.createServer()
await new Promise((resolve) => server.listen(Number(process.env.ISSUER_PORT ?? 0), '127.0.0.1', resolve))
const url = `http://127.0.0.1:${server.address().port}`

const provider = new Provider(url, {
  clients: [
    {
      client_id: 'foyer',
      client_secret: 'a secret of the portal',
      redirect_uris: process.argv.slice(2),
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
    {
      client_id: 'another-application',
      client_secret: 'a secret of another',
      redirect_uris: process.argv.slice(2),
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email'], profile: ['name', 'preferred_username', 'given_name', 'family_name'] },
  cookies: { keys: ['only for tests'] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      preferred_username: id,
      email: `${id}@issuer.example`,
      given_name: id.charAt(0).toUpperCase() + id.slice(1),
      family_name: 'Issued',
    }),
  }),
})
server.on('request', provider.callback())
process.stdout.write(`${url}\n`)
process.on('disconnect', () => process.exit())
