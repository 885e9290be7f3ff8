'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { detailOf, useAction, useMe } from '../api/query.ts'
import { disabledReason } from '../api/rules.ts'
import { useFormat, useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { ObjectActivity } from '../resource/activity'
import { shownError } from '../resource/failure.ts'
import { JobProgress } from '../resource/job-progress'
import { ResourcePage } from '../resource/page'
import { useScopeCrumbs } from '../shell/scope'
import { Button } from '../ui/button'
import { Banner } from '../ui/error-state'
import { Facts } from '../ui/facts'
import { Link } from '../ui/link'
import { notify } from '../ui/toast'
import { volumeMenu } from './menu'
import { type Volume, type VolumeTab, volumeHref } from './types.ts'

export function VolumeDetails({ uuid, tab }: { uuid: string; tab: VolumeTab }) {
  const t = useT()
  const crumbs = useScopeCrumbs()
  return (
    <ResourcePage<Volume>
      collection="openstack-volumes"
      uuid={uuid}
      menu={volumeMenu}
      crumbs={(volume) => [...crumbs, { label: t('volumes.title'), href: `/t/${volume.tenant_uuid}/volumes` }]}
      tabs={(volume) => [
        { href: volumeHref(volume, 'overview'), label: t('activity.overview') },
        { href: volumeHref(volume, 'activity'), label: t('activity.title') },
      ]}
    >
      {(volume) =>
        tab === 'overview' ? (
          <Overview volume={volume} />
        ) : (
          <ObjectActivity uuid={volume.uuid} tenantUuid={volume.tenant_uuid} />
        )
      }
    </ResourcePage>
  )
}

function Overview({ volume }: { volume: Volume }) {
  const t = useT()
  const format = useFormat()
  return (
    <div className="space-y-6">
      <AttachWish volume={volume} />
      <JobProgress uuid={volume.uuid} tenantUuid={volume.tenant_uuid} live />
      <Facts
        columns={2}
        facts={[
          { label: t('common.size'), value: format.gib(volume.size ?? 0) },
          { label: t('common.type'), value: volume.type_name },
          {
            label: t('volumes.attachedTo'),
            value: volume.instance_uuid && (
              <Link href={`/t/${volume.tenant_uuid}/instances/${volume.instance_uuid}/overview`}>
                {volume.instance_name}
              </Link>
            ),
          },
          { label: t('volumes.device'), value: volume.device, mono: true, copy: true },
          { label: t('volumes.bootable'), value: volume.bootable ? t('common.yes') : t('common.no') },
          { label: t('volumes.image'), value: volume.image_name },
          { label: t('common.zone'), value: volume.availability_zone_name },
          { label: t('volumes.status'), value: volume.runtime_state, mono: true },
          { label: t('common.description'), value: volume.description },
          { label: t('common.created'), value: <RelativeTime value={volume.created} /> },
          { label: t('activity.pulled'), value: <RelativeTime value={volume.confirmed} /> },
          { label: t('common.id'), value: volume.uuid, mono: true, copy: true },
          { label: t('common.cloudId'), value: volume.backend_id, mono: true, copy: true },
        ]}
      />
    </div>
  )
}

/** The volume was made for an instance (`?attach=`): one press away, as soon as the volume is ready. */
function AttachWish({ volume }: { volume: Volume }) {
  const t = useT()
  const wanted = useSearchParams().get('attach') ?? ''
  const { caller } = useMe()
  const instance = useQuery({ ...detailOf('openstack-instances', wanted), enabled: wanted !== '' })
  const attach = useAction('openstack-volumes', 'attach')
  if (!instance.data || volume.instance_uuid || ['attaching', 'in-use'].includes(volume.runtime_state)) return null
  const reason = disabledReason('openstack-volumes', 'attach', volume, caller)
  if (reason === 'absent') return null
  const { name } = instance.data
  return (
    <Banner
      action={
        <Button
          size="sm"
          variant="primary"
          busy={attach.isPending}
          disabledReason={reason}
          data-testid="attach-wish"
          onClick={() =>
            attach.mutate(
              { uuid: volume.uuid, input: { instance: `/api/openstack-instances/${wanted}/` } },
              { onError: (error) => notify.error(shownError(error)) },
            )
          }
        >
          {t('volumes.attachTo', { instance: name })}
        </Button>
      }
    >
      {t('volumes.readyFor', { instance: name })}
    </Banner>
  )
}
