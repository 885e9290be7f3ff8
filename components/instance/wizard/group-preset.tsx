'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useAction } from '../../api/query.ts'
import { useT } from '../../i18n/provider'
import { throwShown } from '../../resource/failure.ts'
import { type Delta, useTenantPreflight } from '../../resource/preflight.ts'
import { RadioCards } from '../../ui/choice'
import { ActionDialog } from '../../ui/form/action-dialog'
import { useZodForm } from '../../ui/form/form'
import { Preflight, usePreflightReason } from '../../ui/form/preflight'
import { z } from '../../ui/form/zod.ts'
import { Input } from '../../ui/input'
import type { Choices } from './choices.ts'

const PRESETS = {
  ssh: [{ protocol: 'tcp', from: 22, to: 22 }],
  web: [
    { protocol: 'tcp', from: 80, to: 80 },
    { protocol: 'tcp', from: 443, to: 443 },
  ],
  rdp: [{ protocol: 'tcp', from: 3389, to: 3389 }],
  ping: [{ protocol: 'icmp', from: 8, to: 0 }],
} as const
type Preset = keyof typeof PRESETS

/** Neutron gives each new group a rule for each ethertype that lets everything out, and counts them. */
const RULES_OF_ITS_OWN = 2

const freeName = (base: string, taken: readonly string[]) => {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`
    if (!taken.includes(name)) return name
  }
}

/** Makes a security group out of a preset, in a panel over the wizard. `onMade` gets its uuid. */
export function GroupPresetDialog({
  choices,
  onMade,
  onClose,
}: {
  choices: Choices
  onMade: (uuid: string) => void
  onClose: () => void
}) {
  const t = useT()
  const client = useQueryClient()
  const create = useAction('openstack-tenants', 'create_security_group')
  const taken = choices.groups.map(({ name }) => name)
  const schema = z.object({
    preset: z.enum(['ssh', 'web', 'rdp', 'ping']),
    cidr: z.union([z.cidrv4(t('form.cidr')), z.cidrv6(t('form.cidr'))], t('form.cidr')),
    name: z.string().trim().min(1).max(150),
  })
  const form = useZodForm({
    schema,
    defaultValues: { preset: 'ssh' as Preset, cidr: '0.0.0.0/0', name: freeName('ssh', taken) },
    onSubmit: async ({ preset, cidr, name }) => {
      const rules = PRESETS[preset].map(({ protocol, from, to }) => ({
        direction: 'ingress' as const,
        ethertype: cidr.includes(':') ? ('IPv6' as const) : ('IPv4' as const),
        protocol,
        from_port: from,
        to_port: to,
        cidr,
      }))
      const made = await create.mutateAsync({ uuid: choices.tenant.uuid, input: { name, rules } }).catch(throwShown)
      await client.invalidateQueries({ queryKey: ['openstack-security-groups', 'list'] })
      onMade((made as { uuid: string }).uuid)
      onClose()
    },
  })
  const preset = form.watch('preset')
  const delta: Delta = {
    security_group_count: 1,
    security_group_rule_count: PRESETS[preset].length + RULES_OF_ITS_OWN,
  }
  const rows = useTenantPreflight(choices.tenant.uuid, delta)
  return (
    <ActionDialog
      as="drawer"
      title={t('instanceNew.groupPresetTitle')}
      form={form}
      submitLabel={t('common.create')}
      submitReason={usePreflightReason(rows)}
      preflight={<Preflight rows={rows} />}
      onClose={onClose}
    >
      <form.Field name="preset" label={t('instanceNew.preset')} group>
        {(control) => (
          <RadioCards<Preset>
            value={control.value}
            onChange={(next) => {
              control.onChange(next)
              form.setValue('name', freeName(next, taken))
            }}
            options={[
              { value: 'ssh', label: t('instanceNew.presetSsh'), hint: t('instanceNew.presetSshHint') },
              { value: 'web', label: t('instanceNew.presetWeb'), hint: t('instanceNew.presetWebHint') },
              { value: 'rdp', label: t('instanceNew.presetRdp'), hint: t('instanceNew.presetRdpHint') },
              { value: 'ping', label: t('instanceNew.presetPing'), hint: t('instanceNew.presetPingHint') },
            ]}
          />
        )}
      </form.Field>
      <form.Field name="cidr" label={t('instanceNew.presetFrom')} hint={t('instanceNew.presetFromHint')} required>
        {(control) => <Input {...control} mono spellCheck={false} />}
      </form.Field>
      <form.Field name="name" label={t('common.name')} required>
        {(control) => <Input {...control} />}
      </form.Field>
    </ActionDialog>
  )
}
