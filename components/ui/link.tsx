import NextLink from 'next/link'
import type { ComponentProps } from 'react'
import { cn } from './cn'

/**
 * A link in text (underlined) or in a table or menu (`plain`: underlined on hover). An address of another site opens
 * in a new tab. Nothing is fetched ahead: a table of 50 rows would ask the server for 50 pages that nobody opens.
 */
export function Link({ className, plain, ...rest }: ComponentProps<typeof NextLink> & { plain?: boolean }) {
  const outside = typeof rest.href === 'string' && /^[a-z]+:/i.test(rest.href)
  return (
    <NextLink
      prefetch={false}
      {...(outside ? { target: '_blank', rel: 'noreferrer' } : {})}
      {...rest}
      className={cn(
        'rounded-sm text-accent-text decoration-1 underline-offset-2 hover:underline',
        !plain && 'underline decoration-accent/50',
        className,
      )}
    />
  )
}
