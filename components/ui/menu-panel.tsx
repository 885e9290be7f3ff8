'use client'

import NextLink from 'next/link'
import * as Parts from 'radix-ui/dropdown-menu'
import { Fragment, useId } from 'react'
import { cn } from './cn'
import type { MenuItem, MenuProps } from './menu'
import { floatClass } from './popover'

/** The menu itself, open from the start: `menu.tsx` loads it when it is asked for. */
export function MenuPanel({ trigger, groups, label, align = 'end' }: MenuProps) {
  const filled = groups.filter((group) => group.items.length > 0)
  return (
    <Parts.Root modal={false} defaultOpen>
      <Parts.Trigger asChild>{trigger}</Parts.Trigger>
      <Parts.Portal>
        <Parts.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          onClick={(event) => event.stopPropagation()}
          className={cn(
            floatClass,
            'max-h-(--radix-dropdown-menu-content-available-height) max-w-80 min-w-44 overflow-y-auto p-1',
          )}
        >
          {filled.map((group, index) => (
            <Fragment key={group.label ?? index}>
              {index > 0 && <Parts.Separator className="my-1 h-px bg-line" />}
              <Parts.Group>
                {group.label && (
                  <Parts.Label className="px-2 pt-1 pb-0.5 text-xs text-muted">{group.label}</Parts.Label>
                )}
                {group.items.map((item) => (
                  <Entry key={item.id} item={item} />
                ))}
              </Parts.Group>
            </Fragment>
          ))}
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  )
}

function Entry({ item }: { item: MenuItem }) {
  const id = useId()
  const Icon = item.icon
  const content = (
    <>
      {Icon ? <Icon className="mt-px size-4 shrink-0" aria-hidden /> : null}
      <span className="min-w-0 flex-1">
        {item.label}
        {item.disabledReason && (
          // Hidden from the name; it is the description.
          <span id={`${id}-reason`} aria-hidden className="block text-xs text-muted">
            {item.disabledReason}
          </span>
        )}
      </span>
      {item.checked && <span aria-hidden>✓</span>}
      {item.shortcut && <kbd className="text-xs text-muted">{item.shortcut}</kbd>}
    </>
  )
  return (
    <Parts.Item
      asChild={Boolean(item.href) && !item.disabledReason}
      data-testid={`action-${item.id}`}
      aria-disabled={item.disabledReason ? true : undefined}
      aria-describedby={item.disabledReason ? `${id}-reason` : undefined}
      {...(item.checked === undefined ? {} : { role: 'menuitemcheckbox', 'aria-checked': item.checked })}
      onSelect={(event) => {
        if (item.disabledReason) event.preventDefault()
        else item.onSelect?.()
      }}
      className={cn(
        'flex items-start gap-2 rounded-sm px-2 py-1.5 text-sm outline-none select-none data-highlighted:bg-hover',
        item.danger && !item.disabledReason && 'text-bad data-highlighted:bg-bad-soft',
        item.disabledReason && 'cursor-not-allowed text-muted',
      )}
    >
      {item.href && !item.disabledReason ? (
        <NextLink prefetch={false} href={item.href}>
          {content}
        </NextLink>
      ) : (
        content
      )}
    </Parts.Item>
  )
}
