/** Starts the issuer of `issuer.mjs` as a process and walks through its pages as a person would. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const CLIENT = { id: 'foyer', secret: 'a secret of the portal' }
export const OTHER_CLIENT = { id: 'another-application', secret: 'a secret of another' }

export const startIssuer = async (redirectUris: string[]): Promise<{ url: string; stop: () => void }> => {
  const child = fork(fileURLToPath(new URL('./issuer.mjs', import.meta.url)), redirectUris, {
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString().trim()))
    child.once('exit', (code) => reject(new Error(`The issuer ended with code ${code}.`)))
  })
  return { url, stop: () => void child.kill() }
}

/** Cookies as a browser keeps them, for one host. */
export class Jar {
  readonly #cookies = new Map<string, string>()
  take(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(';')
      const at = pair.indexOf('=')
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return response
  }
  get(name: string): string | undefined {
    return this.#cookies.get(name)
  }
  header(): { cookie: string } {
    return { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  }
}

/** Signs in and consents at the issuer. Gives the address at the portal to which it sends the person back. */
export const passIssuer = async (authorizationUrl: string, login: string): Promise<string> => {
  const jar = new Jar()
  const issuer = new URL(authorizationUrl).origin
  const visit = async (url: string, form?: Record<string, string>) =>
    jar.take(
      await fetch(url, {
        redirect: 'manual',
        method: form ? 'POST' : 'GET',
        headers: jar.header(),
        body: form && new URLSearchParams(form),
      }),
    )
  let url = authorizationUrl
  for (let step = 0; step < 20; step++) {
    const response = await visit(url)
    let location = response.headers.get('location')
    if (!location) {
      const prompt = /name="prompt" value="(\w+)"/.exec(await response.text())?.[1]
      if (!prompt) throw new Error(`The issuer answered ${response.status} at ${url}`)
      location = (await visit(url, { prompt, login, password: 'any' })).headers.get('location')
    }
    if (!location) throw new Error(`The issuer leads nowhere from ${url}`)
    url = new URL(location, issuer).href
    if (new URL(url).origin !== issuer) return url
  }
  throw new Error('The issuer goes round in circles.')
}
