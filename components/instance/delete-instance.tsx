'use client'

/** Deleting an instance: each disk and each address is kept unless the user says otherwise (screens 7.2). */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { detailOf } from '../api/query.ts'
import { useFormat, useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { Checkbox } from '../ui/checkbox'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { notify } from '../ui/toast'

export function DeleteInstanceDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const format = useFormat()
  const detail = useQuery(detailOf('openstack-instances', object.uuid))
  const [volumes, setVolumes] = useState<ReadonlySet<string>>(new Set())
  const [addresses, setAddresses] = useState<ReadonlySet<string>>(new Set())
  const instance = detail.data
  if (!instance) return null
  const toggled = (set: ReadonlySet<string>, uuid: string) => {
    const next = new Set(set)
    if (!next.delete(uuid)) next.add(uuid)
    return next
  }
  const all = instance.volumes.map(({ uuid }) => uuid)
  const size = instance.volumes.reduce((sum, volume) => sum + volume.size, 0)
  const disk = (volume: (typeof instance.volumes)[number]) =>
    `${volume.name} (${format.gib(volume.size)}${volume.bootable ? `, ${t('instances.systemDisk')}` : ''})`
  const goes = instance.volumes.filter(({ uuid }) => volumes.has(uuid))
  const stays = instance.volumes.filter(({ uuid }) => !volumes.has(uuid))
  const released = instance.floating_ips.filter(({ uuid }) => addresses.has(uuid))
  const held = instance.floating_ips.filter(({ uuid }) => !addresses.has(uuid))
  const remove = async () => {
    await api
      .post(`marketplace-resources/${instance.marketplace_resource_uuid}/terminate`, {
        attributes: {
          delete_volumes: true,
          release_floating_ips: true,
          keep_volumes: stays.map(({ uuid }) => uuid),
          keep_floating_ips: held.map(({ uuid }) => uuid),
        },
      })
      .catch(throwShown)
    notify.success(t('actions.accepted', { action: t('common.delete'), name: instance.name }))
    onClose()
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      level="L2"
      title={t('instances.deleteTitle', { name: instance.name })}
      effect={
        <>
          {instance.runtime_state === 'ACTIVE' && <strong>{t('instances.deleteRunning')} </strong>}
          {t('instances.deleteAge')} <RelativeTime value={instance.created} />.{' '}
          {[...instance.internal_ips, ...instance.external_ips].join(', ')}
        </>
      }
      name={instance.name}
      removed={[
        instance.name,
        ...goes.map(disk),
        ...released.map(({ address }) => address ?? ''),
        t('instances.deleteFrees', { cores: instance.cores, ram: format.gib(instance.ram) }),
      ]}
      kept={[...stays.map(disk), ...held.map(({ address }) => address ?? '')]}
      confirmLabel={t('instances.delete')}
      onConfirm={remove}
    >
      <fieldset className="space-y-2">
        <legend className="pb-1 text-sm text-muted">{t('instances.deleteVolumes')}</legend>
        {all.length > 1 && (
          <Checkbox
            checked={volumes.size === all.length ? true : volumes.size > 0 ? 'indeterminate' : false}
            onChange={(checked) => setVolumes(new Set(checked ? all : []))}
            label={t('instances.deleteAllVolumes', { count: all.length, size: format.gib(size) })}
            data-testid="delete-all-volumes"
          />
        )}
        {instance.volumes.map((volume) => (
          <Checkbox
            key={volume.uuid}
            checked={volumes.has(volume.uuid)}
            onChange={() => setVolumes(toggled(volumes, volume.uuid))}
            label={t('instances.deleteOne', { name: disk(volume) })}
            data-testid={`delete-volume-${volume.uuid}`}
          />
        ))}
        {instance.floating_ips.map((address) => (
          <Checkbox
            key={address.uuid}
            checked={addresses.has(address.uuid)}
            onChange={() => setAddresses(toggled(addresses, address.uuid))}
            label={t('instances.releaseOne', { address: address.address ?? '' })}
            data-testid={`release-${address.uuid}`}
          />
        ))}
      </fieldset>
    </ConfirmDialog>
  )
}
