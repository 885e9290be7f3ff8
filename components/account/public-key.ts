/** What the browser says of a pasted key before anything is sent. The server reads it thoroughly. */

const PUBLIC =
  /^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) \S+/

export const keyProblem = (text: string): 'private' | 'not_public' | undefined => {
  // PuTTY's files and PEM alike say it in their first lines.
  if (/PRIVATE KEY|PuTTY-User-Key-File/.test(text)) return 'private'
  return PUBLIC.test(text.trim()) ? undefined : 'not_public'
}

/** The comment at the end of a key, as a name for it. */
export const commentOf = (text: string): string => text.trim().split(/\s+/).slice(2).join(' ').slice(0, 150)
