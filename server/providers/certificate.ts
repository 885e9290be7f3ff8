/** The certificate authority of a provider, as somebody pasted it. */
import { X509Certificate } from 'node:crypto'

export type CertificateFacts = { subject: string; issuer: string; expiresAt: Date }

const oneLine = (name: string) => name.split('\n').join(', ')

/**
 * Every certificate of a PEM bundle.
 * @throws Error with a plain sentence when one does not parse, has expired, or there is none.
 */
export const readCertificates = (pem: string, now = new Date()): CertificateFacts[] => {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  if (blocks.length === 0) throw new Error('This is no certificate in PEM form.')
  if (/PRIVATE KEY/.test(pem)) throw new Error('This contains a private key: paste the certificate alone.')
  return blocks.map((block) => {
    let parsed: X509Certificate
    try {
      parsed = new X509Certificate(block)
    } catch {
      throw new Error('The certificate cannot be read.')
    }
    const facts = {
      subject: oneLine(parsed.subject),
      issuer: oneLine(parsed.issuer),
      expiresAt: new Date(parsed.validTo),
    }
    if (facts.expiresAt < now)
      throw new Error(`The certificate of ${facts.subject} expired on ${facts.expiresAt.toISOString().slice(0, 10)}.`)
    return facts
  })
}
