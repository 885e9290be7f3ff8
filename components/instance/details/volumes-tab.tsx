'use client'

/** The disks of an instance: what is attached, and what can be done with it. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { listOf, useMe } from '../../api/query.ts'
import { disabledReason } from '../../api/rules.ts'
import type { Objects } from '../../api/schema.gen.ts'
import { useFormat, useT } from '../../i18n/provider'
import { useObjectActions } from '../../resource/actions'
import { shownError } from '../../resource/failure.ts'
import { Button, ButtonLink } from '../../ui/button'
import { Link } from '../../ui/link'
import { StateBadge } from '../../ui/state-badge'
import { DataTable } from '../../ui/table/data-table'
import type { Column } from '../../ui/table/types.ts'
import { useTableState } from '../../ui/table/use-table-state'
import { volumeMenu } from '../../volume/menu'
import { AttachVolumeDialog } from '../attach-volume'
import type { Instance } from '../types.ts'

type Volume = Objects['openstack-volumes']

/** The full objects of what the instance names. The instance is kept true by the stream; so is each volume. */
function useVolumes(instance: Instance) {
  const client = useQueryClient()
  const options = listOf('openstack-volumes', { instance_uuid: instance.uuid, page_size: 300 })
  const query = useQuery(options)
  const key = JSON.stringify(options.queryKey)
  const named = instance.volumes.map(({ uuid }) => uuid).join()
  const known = query.data?.rows.map(({ uuid }) => uuid)
  const isMissing = Boolean(known && instance.volumes.some(({ uuid }) => !known.includes(uuid)))
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when the instance names other volumes
  useEffect(() => {
    if (isMissing) void client.invalidateQueries({ queryKey: options.queryKey })
  }, [isMissing, named, key, client])
  // In the instance's own order: the system disk first.
  const rows =
    query.data && instance.volumes.flatMap(({ uuid }) => query.data.rows.find((volume) => volume.uuid === uuid) ?? [])
  return { rows, error: query.error, again: () => void query.refetch() }
}

export function VolumesTab({ instance }: { instance: Instance }) {
  const t = useT()
  const format = useFormat()
  const { caller } = useMe()
  const [attaching, setAttaching] = useState(false)
  const { rows, error, again } = useVolumes(instance)
  const actions = useObjectActions(volumeMenu)
  const state = useTableState('instance-volumes')
  const columns = useMemo<Column<Volume>[]>(
    () => [
      {
        id: 'name',
        header: t('common.name'),
        cell: (row) => <Link href={`/t/${row.tenant_uuid}/volumes/${row.uuid}/overview`}>{row.name}</Link>,
        csv: (row) => row.name,
      },
      { id: 'device', header: t('instances.device'), mono: true, cell: (row) => row.device, csv: (row) => row.device },
      {
        id: 'size',
        header: t('common.size'),
        align: 'right',
        cell: (row) => format.gib(row.size ?? 0),
        csv: (row) => row.size,
      },
      { id: 'type', header: t('common.type'), cell: (row) => row.type_name, csv: (row) => row.type_name },
      {
        id: 'bootable',
        header: t('instances.bootable'),
        cell: (row) => t(row.bootable ? 'common.yes' : 'common.no'),
        csv: (row) => row.bootable,
      },
      {
        id: 'status',
        header: t('common.status'),
        cell: (row) => (
          <StateBadge
            state={row.state}
            runtimeState={row.runtime_state}
            action={row.action}
            error={row.error_message}
            since={row.modified}
          />
        ),
        csv: (row) => (row.state === 'OK' ? row.runtime_state : row.state),
      },
    ],
    [t, format],
  )
  const refusal = disabledReason('openstack-instances', 'update_security_groups', instance, caller)
  return (
    <>
      <DataTable<Volume>
        state={state}
        label={t('volumes.title')}
        columns={columns}
        rows={rows}
        total={rows?.length ?? null}
        rowName={(row) => row.name}
        actions={actions.of}
        empty={{ text: t('instances.volumesEmpty') }}
        error={error ? shownError(error) : null}
        onRetry={again}
        embedded
        toolbar={
          refusal !== 'absent' && (
            <>
              <ButtonLink href={`/t/${instance.tenant_uuid}/volumes/new?attach=${instance.uuid}`}>
                {t('instances.newVolume')}
              </ButtonLink>
              <Button
                variant="primary"
                disabledReason={refusal ?? undefined}
                data-testid="attach-volume"
                onClick={() => setAttaching(true)}
              >
                {t('instances.attachVolume')}
              </Button>
            </>
          )
        }
      />
      {attaching && <AttachVolumeDialog object={instance} onClose={() => setAttaching(false)} />}
      {actions.dialogs}
    </>
  )
}
