'use client'

import { useQuery } from '@tanstack/react-query'
import { detailOf, listOf, useAction } from '../api/query.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { Combobox } from '../ui/combobox'
import { Skeleton } from '../ui/error-state'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import type { Instance } from './types.ts'

const schema = z.object({ security_groups: z.array(z.string()) })

export function SecurityGroupsDialog({ object, onClose }: ActionDialogProps) {
  const detail = useQuery(detailOf('openstack-instances', object.uuid))
  // The row of a list does not hold its groups.
  if (!detail.data) return <Skeleton className="hidden" />
  return <Groups instance={detail.data} onClose={onClose} />
}

function Groups({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const t = useT()
  const groups = useQuery(
    listOf('openstack-security-groups', {
      tenant_uuid: instance.tenant_uuid,
      page_size: 300,
      field: ['uuid', 'name', 'description'],
    }),
  )
  const update = useAction('openstack-instances', 'update_security_groups')
  const form = useZodForm({
    schema,
    defaultValues: { security_groups: instance.security_groups.map(({ uuid }) => uuid) },
    onSubmit: async ({ security_groups }) => {
      const input = { security_groups: security_groups.map((uuid) => `/api/openstack-security-groups/${uuid}/`) }
      await update.mutateAsync({ uuid: instance.uuid, input }).catch(throwShown)
      onClose()
    },
  })
  return (
    <ActionDialog
      title={t('instances.setGroupsTitle', { name: instance.name })}
      description={t('instances.setGroupsEffect')}
      form={form}
      submitLabel={t('instances.setGroups')}
      onClose={onClose}
    >
      <form.Field name="security_groups" label={t('securityGroups.title')}>
        {(control) => (
          <Combobox
            multiple
            value={control.value}
            onChange={control.onChange}
            options={(groups.data?.rows ?? []).map((group) => ({
              value: group.uuid,
              label: group.name,
              hint: group.description,
            }))}
          />
        )}
      </form.Field>
    </ActionDialog>
  )
}
