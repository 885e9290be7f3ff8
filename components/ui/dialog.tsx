'use client'

import { X } from 'lucide-react'
import * as Parts from 'radix-ui/dialog'
import { type ReactNode, useRef, useState } from 'react'
import { useT } from '../i18n/provider'
import { Button, IconButton } from './button'
import { cn } from './cn'

const overlayClass = 'fixed inset-0 z-40 bg-[oklch(0.2_0.02_255/0.45)] animate-open'

export type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** One sentence below the title; also the accessible description. */
  description?: ReactNode
  /** Something typed would be lost: Esc, the cross and a click outside ask first. */
  dirty?: boolean
  /** While work is going on the dialog does not close. */
  busy?: boolean
  size?: 'sm' | 'md' | 'lg'
  /** Buttons, right aligned, in a bar that stays in sight. */
  footer?: ReactNode
  /** `drawer` slides in from the right edge and takes the full height. */
  as?: 'dialog' | 'drawer'
  role?: 'dialog' | 'alertdialog'
  testId?: string
  children?: ReactNode
}

const firstControl = [
  'input:not([type=hidden])',
  'select',
  'textarea',
  '[role=combobox]',
  '[role=radio]',
  '[role=switch]',
  '[role=checkbox]',
]
  .map((each) => `[data-dialog-body] ${each}`)
  .join()

const widths = { sm: 'max-w-[26rem]', md: 'max-w-[36rem]', lg: 'max-w-[56rem]' }

/** A labelled modal dialog: focus moves in, stays in and goes back; Esc closes unless something would be lost. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  dirty,
  busy,
  size = 'md',
  footer,
  as = 'dialog',
  role,
  testId,
  children,
}: DialogProps) {
  const t = useT()
  const [asking, setAsking] = useState(false)
  const opener = useOpener(open)
  const request = (next: boolean) => {
    if (next) return onOpenChange(true)
    if (busy) return
    if (dirty) return setAsking(true)
    onOpenChange(false)
  }
  return (
    <Parts.Root open={open} onOpenChange={request}>
      <Parts.Portal>
        <Parts.Overlay className={overlayClass} />
        <Parts.Content
          role={role ?? 'dialog'}
          data-testid={testId}
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={(event) => {
            // The first field, or else the first button below (the harmless one), rather than the cross.
            const content = event.currentTarget as HTMLElement
            const first =
              content.querySelector<HTMLElement>(firstControl) ?? content.querySelector<HTMLElement>('footer button')
            if (!first) return
            event.preventDefault()
            first.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            opener()?.focus()
          }}
          onInteractOutside={(event) => {
            // Toasts lie outside and are no reason to close.
            if (event.target instanceof Element && event.target.closest('[data-toasts],[role=tooltip]'))
              event.preventDefault()
          }}
          className={cn(
            'fixed z-50 flex w-full flex-col border-line bg-raised text-ink shadow-float outline-none',
            as === 'drawer'
              ? 'inset-y-0 right-0 animate-slide border-l'
              : 'top-1/2 left-1/2 max-h-[min(52rem,calc(100dvh-2rem))] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 rounded-md border',
            widths[size],
          )}
        >
          <header className="flex items-start gap-2 border-b border-line py-3 pr-2 pl-4">
            <div className="min-w-0 flex-1 py-0.5">
              <Parts.Title className="text-lg font-medium break-words">{title}</Parts.Title>
              {description && (
                <Parts.Description className="mt-0.5 text-sm text-muted">{description}</Parts.Description>
              )}
            </div>
            <IconButton icon={X} label={t('common.close')} onClick={() => request(false)} />
          </header>
          <div data-dialog-body className={cn('min-h-0 flex-1 overflow-y-auto px-4 py-4', as === 'drawer' && 'pb-8')}>
            {children}
          </div>
          {footer && (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3">
              {footer}
            </footer>
          )}
        </Parts.Content>
        {asking && (
          <Parts.Root open onOpenChange={setAsking}>
            <Parts.Portal>
              <Parts.Overlay className={overlayClass} />
              <Parts.Content
                role="alertdialog"
                className="fixed top-1/2 left-1/2 z-60 w-[calc(100vw-2rem)] max-w-[24rem] -translate-x-1/2 -translate-y-1/2 rounded-md border border-line bg-raised p-4 shadow-float outline-none"
              >
                <Parts.Title className="text-lg font-medium">{t('ui.discardTitle')}</Parts.Title>
                <Parts.Description className="mt-1 text-muted">{t('ui.discardText')}</Parts.Description>
                <div className="mt-4 flex justify-end gap-2">
                  <Button onClick={() => setAsking(false)}>{t('ui.keepEditing')}</Button>
                  <Button
                    variant="danger"
                    onClick={() => {
                      setAsking(false)
                      onOpenChange(false)
                    }}
                  >
                    {t('ui.discard')}
                  </Button>
                </div>
              </Parts.Content>
            </Parts.Portal>
          </Parts.Root>
        )}
      </Parts.Portal>
    </Parts.Root>
  )
}

/**
 * What had the focus when the dialog was asked for, to give it back. Read while rendering: in the same turn a menu
 * whose item was chosen goes away, and then its trigger stands for it.
 */
function useOpener(open: boolean): () => HTMLElement | null {
  const known = useRef<{ open: boolean; element: HTMLElement | null }>({ open: false, element: null })
  if (known.current.open !== open && typeof document !== 'undefined') {
    if (open) {
      const active = document.activeElement as HTMLElement | null
      const menu = active?.closest('[role=menu]')?.getAttribute('aria-labelledby')
      known.current.element = menu ? document.getElementById(menu) : active
    }
    known.current.open = open
  }
  return () => (known.current.element?.isConnected ? known.current.element : null)
}

/** A side panel over the page: inline creation, results of bulk work, details of one thing. */
export const Drawer = (props: Omit<DialogProps, 'as'>) => <Dialog {...props} as="drawer" />
