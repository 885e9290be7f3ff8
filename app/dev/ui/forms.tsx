'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { RadioCards, Switch } from '@/components/ui/choice'
import { Facts } from '@/components/ui/facts'
import { ActionDialog } from '@/components/ui/form/action-dialog'
import type { PreflightRow } from '@/components/ui/form/fit'
import { useZodForm } from '@/components/ui/form/form'
import { Preflight, usePreflightReason } from '@/components/ui/form/preflight'
import { Wizard } from '@/components/ui/form/wizard'
import { z } from '@/components/ui/form/zod'
import { Input } from '@/components/ui/input'
import { NumberInput } from '@/components/ui/number-input'
import { Section } from '@/components/ui/page'
import { notify } from '@/components/ui/toast'

const extendSchema = z.object({ size: z.int().min(41) })
const createSchema = z.object({
  name: z
    .string()
    .min(1)
    .max(63)
    .regex(/^[a-z0-9-]+$/, { error: 'Only a-z, 0-9 and dash' }),
  flavor: z.enum(['small', 'large']),
  disk: z.int().min(10).max(500),
  address: z.boolean(),
})

function ExtendDialog({ onClose }: { onClose: () => void }) {
  const form = useZodForm({
    schema: extendSchema,
    defaultValues: { size: 40 },
    onSubmit: async ({ size }) => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      if (size === 99)
        throw Object.assign(new Error('refused'), {
          shown: { message: 'Refused.', fields: { size: ['The cloud refused 99.'], non_field_errors: ['Not today.'] } },
        })
      notify.success('Volume data-01 is being extended')
      onClose()
    },
  })
  const rows: PreflightRow[] = [
    {
      name: 'storage',
      label: 'Storage',
      unit: 'gib',
      used: 200,
      reserved: 20,
      request: Math.max(0, (form.watch('size') ?? 40) - 40),
      limit: 1024,
    },
  ]
  const reason = usePreflightReason(rows)
  return (
    <ActionDialog
      title="Extend data-01"
      description="A volume grows; it never shrinks."
      form={form}
      submitLabel="Extend volume"
      submitReason={reason}
      onClose={onClose}
      preflight={<Preflight rows={rows} cost={{ currency: 'EUR', perMonth: 4, change: 0.4 }} />}
    >
      <form.Field name="size" label="New size" required hint="Now 40 GiB.">
        {(control) => <NumberInput {...control} min={41} unit="GiB" />}
      </form.Field>
    </ActionDialog>
  )
}

export function Forms() {
  const [open, setOpen] = useState(false)
  const form = useZodForm({
    schema: createSchema,
    defaultValues: { name: '', disk: 20, address: false },
    onSubmit: async () => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      notify.success('web-02 is being created')
    },
  })
  const flavor = form.watch('flavor')
  const rows: PreflightRow[] = [
    {
      name: 'vcpu',
      label: 'vCPU',
      unit: 'count',
      used: 16,
      reserved: 2,
      request: flavor === 'large' ? 4 : 1,
      limit: 20,
    },
    { name: 'ram', label: 'RAM', unit: 'gib', used: 30, request: flavor === 'large' ? 8 : 2, limit: 50 },
    { name: 'storage', label: 'Storage', unit: 'gib', used: 900, request: form.watch('disk') ?? 0, limit: 1024 },
    { name: 'ports', label: 'Ports', unit: 'count', used: 12, request: 1, limit: -1 },
  ]
  const reason = usePreflightReason(rows)
  return (
    <>
      <Section
        title="Form in a dialog"
        actions={
          <Button size="sm" data-testid="show-form" onClick={() => setOpen(true)}>
            Extend data-01
          </Button>
        }
      >
        <p className="text-muted">99 GiB is refused by the server: the error lands on the field.</p>
        {open && <ExtendDialog onClose={() => setOpen(false)} />}
      </Section>
      <Section title="Wizard" className="pb-32">
        <Wizard
          form={form}
          label="Create instance"
          submitLabel="Create instance"
          submitReason={reason}
          cancelHref="/dev/ui"
          summary={
            <>
              <Facts
                facts={[
                  { label: 'Flavor', value: flavor },
                  { label: 'System disk', value: `${form.watch('disk') ?? 0} GiB` },
                ]}
              />
              <Preflight
                rows={rows}
                countable
                cost={{ currency: 'EUR', perMonth: '12.4', perHour: '0.01699' }}
                requestMore={() => <Button size="sm">Request more</Button>}
              />
            </>
          }
          steps={[
            {
              id: 'flavor',
              title: 'Flavor',
              fields: ['flavor'],
              content: (
                <form.Field name="flavor" label="Flavor" required group>
                  {(control) => (
                    <RadioCards
                      {...control}
                      value={control.value ?? null}
                      options={[
                        { value: 'small', label: 'm1.small', hint: '1 vCPU, 2 GiB RAM' },
                        { value: 'large', label: 'm1.large', hint: '4 vCPU, 8 GiB RAM' },
                      ]}
                    />
                  )}
                </form.Field>
              ),
            },
            {
              id: 'disks',
              title: 'Disks',
              fields: ['disk'],
              content: (
                <form.Field name="disk" label="System disk" required>
                  {(control) => <NumberInput {...control} unit="GiB" min={10} max={500} />}
                </form.Field>
              ),
            },
            {
              id: 'access',
              title: 'Access and name',
              fields: ['name'],
              content: (
                <>
                  <form.Field name="name" label="Name" required hint="1 to 63 of a-z, 0-9 and dash.">
                    {(control) => <Input {...control} />}
                  </form.Field>
                  <form.Field name="address" label="Floating IP" inline hint="Reachable from outside.">
                    {(control) => <Switch checked={control.value} onChange={control.onChange} />}
                  </form.Field>
                </>
              ),
            },
          ]}
        />
      </Section>
    </>
  )
}
