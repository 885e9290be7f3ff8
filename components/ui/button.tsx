'use client'

import { cva, type VariantProps } from 'class-variance-authority'
import { LoaderCircle, type LucideIcon } from 'lucide-react'
import NextLink from 'next/link'
import { type ComponentProps, type MouseEvent, type ReactNode, useId } from 'react'
import { cn } from './cn'
import { Tooltip } from './tooltip'

export const buttonClass = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border text-base whitespace-nowrap transition-colors duration-100 select-none aria-disabled:cursor-not-allowed',
  {
    variants: {
      variant: {
        primary:
          'border-transparent bg-accent font-medium text-accent-ink not-aria-disabled:hover:bg-accent-strong aria-disabled:border-line aria-disabled:bg-off-soft aria-disabled:text-muted',
        secondary:
          'border-edge/60 bg-raised text-ink not-aria-disabled:hover:bg-hover aria-disabled:border-line aria-disabled:bg-surface aria-disabled:text-muted data-[state=open]:bg-hover',
        quiet:
          'border-transparent bg-transparent text-ink not-aria-disabled:hover:bg-hover aria-disabled:text-muted data-[state=open]:bg-hover',
        danger:
          'border-transparent bg-bad-fill font-medium text-[white] not-aria-disabled:hover:brightness-110 aria-disabled:border-line aria-disabled:bg-off-soft aria-disabled:text-muted',
      },
      size: { sm: 'h-7 px-2 text-sm', md: 'h-8 px-3', icon: 'size-8 p-0', iconSm: 'size-7 p-0' },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)
type Look = VariantProps<typeof buttonClass>

export type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> & {
  variant?: Look['variant']
  size?: 'sm' | 'md'
  icon?: LucideIcon
  /** Shows that the press is being worked on and takes no second one. */
  busy?: boolean
  /** Why the button cannot be used now. It stays focusable, and the reason is its tooltip and accessible description. */
  disabledReason?: ReactNode
}

/** The disabled half of every button: keeps it focusable, swallows its events, says why. */
function useRefusal(
  { busy, disabledReason, onClick, onPointerDown, onKeyDown }: ButtonProps,
  describedBy: string | undefined,
) {
  const id = useId()
  const refused = busy || Boolean(disabledReason)
  const stop = (event: { preventDefault(): void; stopPropagation(): void }) => {
    event.preventDefault()
    event.stopPropagation()
  }
  return {
    note: disabledReason ? (
      <span id={id} hidden>
        {disabledReason}
      </span>
    ) : null,
    handlers: {
      'aria-disabled': refused || undefined,
      'aria-busy': busy || undefined,
      'aria-describedby': disabledReason ? id : describedBy,
      onClick: refused ? (event: MouseEvent<HTMLButtonElement>) => stop(event) : onClick,
      // A menu opens on these, before any click. Focus by pointer is kept.
      onPointerDown: refused
        ? (event: React.PointerEvent<HTMLButtonElement>) => event.stopPropagation()
        : onPointerDown,
      onKeyDown: refused
        ? (event: React.KeyboardEvent<HTMLButtonElement>) => (event.key === 'Enter' || event.key === ' ') && stop(event)
        : onKeyDown,
    },
  }
}

export function Button(props: ButtonProps) {
  const { variant, size, icon: Icon, busy, disabledReason, className, children, ...rest } = props
  const { note, handlers } = useRefusal(props, rest['aria-describedby'])
  return (
    <>
      <Tooltip text={disabledReason}>
        <button type="button" {...rest} {...handlers} className={cn(buttonClass({ variant, size }), className)}>
          {busy ? (
            <LoaderCircle className="size-4 animate-spin" aria-hidden />
          ) : (
            Icon && <Icon className="size-4" aria-hidden />
          )}
          {children}
        </button>
      </Tooltip>
      {note}
    </>
  )
}

export type IconButtonProps = Omit<ButtonProps, 'children' | 'icon'> & {
  icon: LucideIcon
  /** The button's name, read aloud and shown as its tooltip. */
  label: string
}

export function IconButton(props: IconButtonProps) {
  const { variant = 'quiet', size, icon: Icon, label, busy, disabledReason, className, ...rest } = props
  const { note, handlers } = useRefusal(props, rest['aria-describedby'])
  return (
    <>
      <Tooltip
        text={
          disabledReason ? (
            <>
              <b>{label}</b>
              <br />
              {disabledReason}
            </>
          ) : (
            label
          )
        }
      >
        <button
          type="button"
          aria-label={label}
          {...rest}
          {...handlers}
          className={cn(buttonClass({ variant, size: size === 'sm' ? 'iconSm' : 'icon' }), className)}
        >
          {busy ? (
            <LoaderCircle className="size-4 animate-spin" aria-hidden />
          ) : (
            <Icon className="size-4" aria-hidden />
          )}
        </button>
      </Tooltip>
      {note}
    </>
  )
}

/** A link that looks like a button: it goes somewhere. */
export function ButtonLink({
  variant,
  size,
  icon: Icon,
  className,
  children,
  ...rest
}: ComponentProps<typeof NextLink> & { variant?: Look['variant']; size?: 'sm' | 'md'; icon?: LucideIcon }) {
  return (
    <NextLink prefetch={false} {...rest} className={cn(buttonClass({ variant, size }), className)}>
      {Icon && <Icon className="size-4" aria-hidden />}
      {children}
    </NextLink>
  )
}
