/** Reading SSH public keys as people paste them. */
import { createHash } from 'node:crypto'
import sshpk from 'sshpk'

/** `ssh-ed25519`, …: the kinds that OpenSSH 9 takes by default. DSA it does not. */
const TYPES = [
  'ssh-ed25519',
  'ssh-rsa',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
]
const RSA_LEAST_BITS = 2048

export type PublicKey = {
  type: string
  /** One line: type, base64, comment. */
  text: string
  comment: string
  /** `aa:bb:…` */
  fingerprintMd5: string
  /** Base64 without padding; ssh-keygen prints `SHA256:` before it. */
  fingerprintSha256: string
  fingerprintSha512: string
}

const base64 = (digest: Buffer) => digest.toString('base64').replace(/=+$/, '')

/** Reads one field of the wire form (RFC 4251, 5): four bytes of length, then the value. */
const field = (blob: Buffer, at: number): Buffer | undefined => {
  if (at + 4 > blob.length) return undefined
  const length = blob.readUInt32BE(at)
  return at + 4 + length <= blob.length ? blob.subarray(at + 4, at + 4 + length) : undefined
}

/**
 * @returns the key, or a sentence that says what is wrong with the text.
 */
export const readPublicKey = (pasted: string): PublicKey | { problem: string } => {
  const text = pasted.trim()
  if (/PRIVATE KEY/.test(text)) return { problem: 'This is a private key. Never give it away: paste the .pub file.' }
  if (/[\r\n]/.test(text)) return { problem: 'Key is not valid: it has more than one line.' }
  const [type = '', encoded = '', ...rest] = text.split(/\s+/)
  if (!TYPES.includes(type))
    return { problem: `Key is not valid: it must begin with one of ${TYPES.slice(0, 3).join(', ')}.` }
  if (!/^[A-Za-z0-9+/]+=*$/.test(encoded)) return { problem: 'Key is not valid: its second part is no base64.' }
  const blob = Buffer.from(encoded, 'base64')
  if (field(blob, 0)?.toString('latin1') !== type)
    return { problem: 'Key is not valid: it is cut short, or of another type than it says.' }
  if (type.startsWith('sk-')) {
    // sshpk does not read keys that live in a security token; the parts after the type are enough to see a cut.
    const second = field(blob, 4 + type.length)
    if (!second || !field(blob, 8 + type.length + second.length))
      return { problem: 'Key is not valid: it is cut short.' }
  } else {
    try {
      const key = sshpk.parseKey(`${type} ${encoded}`, 'ssh')
      if (key.type === 'rsa' && key.size < RSA_LEAST_BITS)
        return { problem: `Key is too short: RSA keys need at least ${RSA_LEAST_BITS} bits.` }
    } catch {
      return { problem: 'Key is not valid.' }
    }
  }
  const comment = rest.join(' ')
  const digest = (hash: string) => createHash(hash).update(blob).digest()
  return {
    type,
    text: [type, encoded, comment].filter(Boolean).join(' '),
    comment,
    fingerprintMd5: digest('md5').toString('hex').match(/../g)!.join(':'),
    fingerprintSha256: base64(digest('sha256')),
    fingerprintSha512: base64(digest('sha512')),
  }
}
