'use client'

/** Columns and filters that the lists of all OpenStack objects share. */
import { useMemo } from 'react'
import { useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { Copyable } from '../ui/copy'
import { Link } from '../ui/link'
import { StateBadge } from '../ui/state-badge'
import type { Column, Filter } from '../ui/table/types.ts'
import type { PublicObject } from './actions'

export { COMMON_FIELDS } from './fields.ts'

/** Makers of the shared columns; `href` leads to a row's page. */
export function useCommonColumns() {
  const t = useT()
  return useMemo(
    () => ({
      name: <R extends PublicObject>(href?: (row: R) => string): Column<R> => ({
        id: 'name',
        header: t('common.name'),
        sortKey: 'name',
        width: '15rem',
        cell: (row) => (href ? <Link href={href(row)}>{row.name}</Link> : row.name),
        csv: (row) => row.name,
      }),
      state: <R extends PublicObject>(errorHref?: (row: R) => string): Column<R> => ({
        id: 'state',
        header: t('common.state'),
        sortKey: 'state',
        width: '9rem',
        cell: (row) => (
          <StateBadge
            state={row.state}
            runtimeState={row.runtime_state}
            action={row.action}
            error={row.error_message}
            errorHref={errorHref?.(row)}
            since={row.modified}
          />
        ),
        csv: (row) => (row.state === 'OK' && row.runtime_state) || row.state,
      }),
      tenant: <R extends PublicObject>(): Column<R> => ({
        id: 'tenant',
        header: t('common.tenant'),
        cell: (row) => <Link href={`/t/${row.tenant_uuid}`}>{row.tenant_name}</Link>,
        csv: (row) => row.tenant_name,
      }),
      description: <R extends PublicObject>(defaultHidden = false): Column<R> => ({
        id: 'description',
        header: t('common.description'),
        defaultHidden,
        cell: (row) => row.description,
        csv: (row) => row.description,
      }),
      created: <R extends PublicObject>(): Column<R> => ({
        id: 'created',
        header: t('common.created'),
        sortKey: 'created',
        width: '8rem',
        cell: (row) => <RelativeTime value={row.created} />,
        csv: (row) => row.created,
      }),
      cloudId: <R extends PublicObject>(): Column<R> => ({
        id: 'backend_id',
        header: t('common.cloudId'),
        defaultHidden: true,
        mono: true,
        cell: (row) =>
          row.backend_id && (
            <Copyable text={row.backend_id} what={t('common.cloudId')} mono>
              {row.backend_id}
            </Copyable>
          ),
        csv: (row) => row.backend_id,
      }),
    }),
    [t],
  )
}

/** The filter by the portal's state. */
export function useStateFilter(): Filter {
  const t = useT()
  return useMemo(
    () => ({
      id: 'state',
      label: t('common.state'),
      multiple: true,
      options: (['OK', 'ERRED', 'CREATING', 'UPDATING', 'DELETING'] as const).map((value) => ({
        value,
        label: t(`state.${value.toLowerCase() as Lowercase<typeof value>}`),
      })),
    }),
    [t],
  )
}
