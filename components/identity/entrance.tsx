import type { ReactNode } from 'react'
import { Logo } from '../ui/logo'

/** The page in front of the portal: sign-in, first password, sign-out. */
export function Entrance({ title, text, children }: { title: string; text?: ReactNode; children?: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-surface px-4 pt-[12vh] pb-12">
      <Logo size={28} />
      <section className="mt-8 w-full max-w-[23rem] rounded-md border border-line bg-canvas p-6">
        <h1 className="text-xl">{title}</h1>
        {text && <p className="mt-1 text-sm text-muted">{text}</p>}
        <div className="mt-5">{children}</div>
      </section>
    </main>
  )
}
