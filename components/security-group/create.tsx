'use client'

import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { api } from '../api/client.ts'
import { useT } from '../i18n/provider'
import { throwShown } from '../resource/failure.ts'
import { useTenantPreflight } from '../resource/preflight.ts'
import { descriptionRule, nameRule } from '../resource/rename'
import { Checkbox } from '../ui/checkbox'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { Preflight, usePreflightReason } from '../ui/form/preflight'
import { z } from '../ui/form/zod.ts'
import { Input, Textarea } from '../ui/input'
import { inputOf } from './draft.ts'
import { draftsOf, PRESETS } from './presets.ts'
import { groupHref, type SecurityGroup } from './types.ts'

/** The cloud gives each new group two rules that let everything out. */
const RULES_OF_ITS_OWN = 2
const CHOICES = PRESETS.filter(({ needsGroup }) => !needsGroup)

export function CreateGroupDialog({ tenantUuid, onClose }: { tenantUuid: string; onClose: () => void }) {
  const t = useT()
  const router = useRouter()
  const schema = useMemo(
    () =>
      z.object({
        name: nameRule.refine((name) => name !== 'default', t('securityGroups.defaultName')),
        description: descriptionRule,
        presets: z.array(z.string()),
      }),
    [t],
  )
  const rulesOf = (presets: readonly string[]) =>
    CHOICES.filter(({ id }) => presets.includes(id)).flatMap((preset) => draftsOf(preset, '').map(inputOf))
  const form = useZodForm({
    schema,
    defaultValues: { name: '', description: '', presets: [] as string[] },
    onSubmit: async ({ presets, ...input }) => {
      const made = await api
        .post<SecurityGroup>(`openstack-tenants/${tenantUuid}/create_security_group`, {
          ...input,
          rules: rulesOf(presets),
        })
        .catch(throwShown)
      onClose()
      if (made) router.push(groupHref({ uuid: made.uuid, tenant_uuid: tenantUuid }))
    },
  })
  const quota = useTenantPreflight(tenantUuid, {
    security_group_count: 1,
    security_group_rule_count: RULES_OF_ITS_OWN + rulesOf(form.watch('presets')).length,
  })
  const submitReason = usePreflightReason(quota)
  return (
    <ActionDialog
      title={t('securityGroups.create')}
      description={t('securityGroups.createText')}
      form={form}
      submitLabel={t('securityGroups.create')}
      submitReason={submitReason}
      preflight={<Preflight rows={quota} />}
      onClose={onClose}
    >
      <form.Field name="name" label={t('common.name')} required>
        {(control) => <Input {...control} />}
      </form.Field>
      <form.Field name="description" label={t('common.description')} optional>
        {(control) => <Textarea {...control} rows={2} />}
      </form.Field>
      <form.Field name="presets" label={t('securityGroups.presets')} hint={t('securityGroups.presetsHint')} group>
        {(control) => (
          <div className="grid gap-2 sm:grid-cols-2">
            {CHOICES.map(({ id, label }) => (
              <Checkbox
                key={id}
                data-testid={`preset-${id}`}
                checked={control.value.includes(id)}
                label={t(label)}
                onChange={(checked) =>
                  control.onChange(checked ? [...control.value, id] : control.value.filter((one) => one !== id))
                }
              />
            ))}
          </div>
        )}
      </form.Field>
    </ActionDialog>
  )
}
