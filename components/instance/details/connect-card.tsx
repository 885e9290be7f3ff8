'use client'

/** How to sign in to the guest, and why it would not work now. */
import { useState } from 'react'
import { useMe } from '../../api/query.ts'
import { disabledReason } from '../../api/rules.ts'
import { useT } from '../../i18n/provider'
import { Button, ButtonLink } from '../../ui/button'
import { CodeBlock } from '../../ui/code'
import { Section } from '../../ui/page'
import { Select } from '../../ui/select'
import { entryPort, familyOf } from '../families.ts'
import { letsIn } from '../rules.ts'
import { type Instance, instanceHref } from '../types.ts'

const inUrl = (address: string) => (address.includes(':') ? `[${address}]` : address)

export function ConnectCard({ instance }: { instance: Instance }) {
  const t = useT()
  const outside = instance.floating_ips.flatMap(({ external_address, address }) => external_address || address || [])
  const addresses = [...outside, ...instance.internal_ips]
  const [chosen, setChosen] = useState<string | null>(null)
  const address = chosen && addresses.includes(chosen) ? chosen : addresses[0]
  const family = familyOf({ name: instance.image_name })
  const entry = entryPort(family)
  const isRunning = instance.runtime_state === 'ACTIVE'
  const isProtected = instance.ports.every(({ port_security_enabled }) => port_security_enabled)
  const isBlocked =
    isProtected &&
    !letsIn(
      instance.security_groups.flatMap(({ rules }) => rules),
      entry.port,
    )
  const { caller } = useMe()
  const mayOpen = !caller || disabledReason('openstack-instances', 'console', instance, caller) !== 'absent'
  const notes = [
    !isRunning && t('instances.connectStopped'),
    address && outside.length === 0 && t('instances.connectInside'),
    address && isBlocked && t('instances.connectBlocked', { what: entry.name }),
    entry.name === 'SSH' &&
      (family?.user ? t('instances.connectUser', { user: family.user }) : t('instances.connectUnknown')),
  ].filter(Boolean)
  return (
    <Section
      title={t('instances.connect')}
      testId="connect"
      actions={
        isRunning && mayOpen ? (
          <ButtonLink size="sm" href={instanceHref(instance, 'console')}>
            {t('instances.openConsole')}
          </ButtonLink>
        ) : (
          <Button size="sm" disabledReason={t(mayOpen ? 'instances.connectStopped' : 'instances.noConsole')}>
            {t('instances.openConsole')}
          </Button>
        )
      }
    >
      {!address ? (
        <p className="text-muted">{t('instances.connectNone')}</p>
      ) : (
        <div className="space-y-2">
          {addresses.length > 1 && (
            <Select
              compact
              aria-label={t('instances.connectWith')}
              value={address}
              onChange={setChosen}
              options={addresses.map((one) => ({ value: one, label: one }))}
              className="max-w-60"
            />
          )}
          <CodeBlock
            what={t('instances.command')}
            text={entry.name === 'RDP' ? `mstsc /v:${inUrl(address)}` : `ssh ${family?.user ?? 'USER'}@${address}`}
          />
          {notes.map((note) => (
            <p key={String(note)} className="text-sm text-muted">
              {note}
            </p>
          ))}
        </div>
      )}
    </Section>
  )
}
