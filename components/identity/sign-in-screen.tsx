'use client'

import { type Refusal, safeReturn } from './auth-client.ts'
import { type IssuerButton, SignInForm } from './sign-in-form'

/** The sign-in of the page: afterwards the page that was first asked for is loaded anew, with the sign-in. */
export function SignInScreen({
  issuers,
  wanted,
  refusal,
}: {
  issuers: readonly IssuerButton[]
  /** The page first asked for. */
  wanted: string
  refusal?: Refusal
}) {
  return (
    <SignInForm
      issuers={issuers}
      callbackUrl={wanted}
      first={refusal}
      onSignedIn={() => window.location.assign(safeReturn(wanted, window.location.origin))}
    />
  )
}
