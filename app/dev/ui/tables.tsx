'use client'

import { CircleStop, Play, Plus, Terminal, Trash2 } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { RelativeTime } from '@/components/i18n/time'
import { Button } from '@/components/ui/button'
import { useConfirm } from '@/components/ui/confirm'
import { Copyable } from '@/components/ui/copy'
import { Link } from '@/components/ui/link'
import { Section } from '@/components/ui/page'
import { QuotaBar } from '@/components/ui/quota-bar'
import { StateBadge } from '@/components/ui/state-badge'
import { csvFileName, downloadText, toCsv } from '@/components/ui/table/csv'
import { DataTable } from '@/components/ui/table/data-table'
import type { Column, Filter, RowAction } from '@/components/ui/table/types'
import { useTableState } from '@/components/ui/table/use-table-state'

type Machine = {
  uuid: string
  name: string
  state: string
  status: string
  flavor: string
  ip: string
  ramMib: number
  created: string
  error?: string
}

const statuses = ['ACTIVE', 'ACTIVE', 'ACTIVE', 'SHUTOFF', 'ACTIVE', 'PAUSED']
const machines: Machine[] = Array.from({ length: 64 }, (_, index) => ({
  uuid: `0000-${index}`,
  name: index === 7 ? '=1+1' : `web-${String(index + 1).padStart(2, '0')}`,
  state: index === 4 ? 'ERRED' : index === 9 ? 'UPDATING' : 'OK',
  status: statuses[index % statuses.length]!,
  flavor: index % 3 ? 'm1.small' : 'm1.large',
  ip: `192.168.42.${index + 10}`,
  ramMib: index % 3 ? 2048 : 8192,
  created: new Date(Date.UTC(2026, 10, 20, 12) - index * 5_000_000).toISOString(),
  error: index === 4 ? 'No valid host was found.' : undefined,
}))

const columns: Column<Machine>[] = [
  {
    id: 'name',
    header: 'Name',
    sortKey: 'name',
    cell: (row) => (
      <Link plain href={`/dev/ui#${row.uuid}`}>
        {row.name}
      </Link>
    ),
    csv: (row) => row.name,
  },
  {
    id: 'status',
    header: 'Status',
    cell: (row) => <StateBadge state={row.state} runtimeState={row.status} error={row.error} errorHref="/dev/ui#job" />,
    csv: (row) => row.status,
    sortKey: 'runtime_state',
  },
  { id: 'flavor', header: 'Flavor', cell: (row) => row.flavor, csv: (row) => row.flavor },
  {
    id: 'ip',
    header: 'Internal IPs',
    mono: true,
    cell: (row) => <Copyable text={row.ip} what="address" />,
    csv: (row) => row.ip,
  },
  {
    id: 'ram',
    header: 'RAM',
    align: 'right',
    cell: (row) => `${row.ramMib / 1024} GiB`,
    csv: (row) => row.ramMib,
    sortKey: 'ram',
  },
  {
    id: 'share',
    header: 'Share',
    width: '8rem',
    cell: (row) => <QuotaBar show="bar" label="RAM" unit="mib" used={row.ramMib} limit={16_384} />,
  },
  {
    id: 'created',
    header: 'Created',
    sortKey: 'created',
    cell: (row) => <RelativeTime value={row.created} />,
    csv: (row) => row.created,
  },
  { id: 'uuid', header: 'Cloud ID', mono: true, defaultHidden: true, cell: (row) => row.uuid, csv: (row) => row.uuid },
]
const filters: Filter[] = [
  {
    id: 'state',
    label: 'Status',
    pinned: true,
    multiple: true,
    options: ['ACTIVE', 'SHUTOFF', 'PAUSED'].map((value) => ({ value, label: value.toLowerCase() })),
  },
  { id: 'flavor', label: 'Flavor', options: ['m1.small', 'm1.large'].map((value) => ({ value, label: value })) },
]
const actionsFor =
  (confirm: ReturnType<typeof useConfirm>) =>
  (row: Machine): RowAction[] => [
    {
      id: 'console',
      label: 'Console',
      icon: Terminal,
      visible: true,
      group: 'Access',
      disabledReason: row.status === 'ACTIVE' ? null : 'Instance is stopped',
    },
    row.status === 'ACTIVE'
      ? { id: 'stop', label: 'Stop', icon: CircleStop, visible: true, group: 'Power' }
      : { id: 'start', label: 'Start', icon: Play, visible: true, group: 'Power' },
    {
      id: 'resize',
      label: 'Change flavor',
      group: 'Power',
      disabledReason: row.status === 'ACTIVE' ? 'Stop the instance first' : null,
    },
    {
      id: 'delete',
      label: 'Delete',
      icon: Trash2,
      danger: true,
      group: 'Danger',
      onSelect: () =>
        confirm({
          level: 'L2',
          title: `Delete ${row.name}?`,
          name: row.name,
          removed: [row.name],
          confirmLabel: 'Delete instance',
          onConfirm: () => {},
        }),
    },
  ]

/** Filters and sorts like the API would. */
function answer(all: Machine[], q: string, wanted: Readonly<Record<string, readonly string[]>>, sort: string | null) {
  const key = (sort ?? 'name').replace('-', '')
  const value = (row: Machine) =>
    ({ name: row.name, created: row.created, ram: String(row.ramMib).padStart(9, '0'), runtime_state: row.status })[
      key
    ] ?? row.name
  return all
    .filter(
      (row) =>
        row.name.includes(q) &&
        (!wanted.state || wanted.state.includes(row.status)) &&
        (!wanted.flavor || wanted.flavor.includes(row.flavor)),
    )
    .sort((a, b) => value(a).localeCompare(value(b)) * (sort?.startsWith('-') ? -1 : 1))
}

export function Tables() {
  const confirm = useConfirm()
  const actions = useMemo(() => actionsFor(confirm), [confirm])
  const state = useTableState('machines', { filters: ['state', 'flavor'], sort: 'name', size: 25 })
  const [all, setAll] = useState(machines)
  const [moving, setMoving] = useState(false)
  useEffect(() => {
    if (!moving) return
    const timer = setInterval(
      () =>
        setAll((now) =>
          now.map((row, index) =>
            index === 2 ? { ...row, status: row.status === 'ACTIVE' ? 'SHUTOFF' : 'ACTIVE' } : row,
          ),
        ),
      1500,
    )
    return () => clearInterval(timer)
  }, [moving])
  const matching = useMemo(
    () => answer(all, state.q, state.filters, state.sort),
    [all, state.q, state.filters, state.sort],
  )
  const rows = useMemo(
    () => matching.slice((state.page - 1) * state.size, state.page * state.size),
    [matching, state.page, state.size],
  )
  const loading = useTableState('loading')
  const gone = useTableState('gone')
  return (
    <>
      <Section
        title="Table"
        actions={
          <Button size="sm" aria-pressed={moving} onClick={() => setMoving(!moving)}>
            {moving ? 'Stop changes' : 'Simulate changes'}
          </Button>
        }
      >
        <DataTable
          state={state}
          label="Instances"
          columns={columns}
          rows={rows}
          total={matching.length}
          rowName={(row) => row.name}
          filters={filters}
          search="Name, IP or id"
          actions={actions}
          bulk={() => [
            { id: 'start', label: 'Start', icon: Play, onSelect: (_, clear) => clear() },
            {
              id: 'delete',
              label: 'Delete',
              icon: Trash2,
              danger: true,
              disabledReason: 'Protected; remove protection first',
              onSelect: () => {},
            },
          ]}
          empty={{ text: 'An instance is a virtual machine.' }}
          toolbar={
            <Button variant="primary" icon={Plus} data-testid="action-create">
              Create instance
            </Button>
          }
          onRefresh={() => setAll([...all])}
          onExport={(shown) => downloadText(csvFileName('instances', 'playground', new Date()), toCsv(shown, matching))}
          updatedAt={Date.now()}
          newCount={1}
        />
      </Section>
      <div className="grid gap-x-8 lg:grid-cols-2">
        <Section title="Loading">
          <DataTable
            embedded
            state={loading}
            label="Volumes"
            columns={columns.slice(0, 4)}
            rows={undefined}
            total={null}
            rowName={(row) => row.name}
            empty={{ text: '' }}
          />
        </Section>
        <Section title="Failed, forbidden">
          <DataTable
            embedded
            state={gone}
            label="Routers"
            columns={columns.slice(0, 4)}
            rows={undefined}
            total={null}
            rowName={(row) => row.name}
            error={{ message: 'The portal did not answer.', requestId: 'c0a1f5e2' }}
            onRetry={() => {}}
            empty={{ text: '' }}
          />
          <DataTable
            embedded
            state={gone}
            label="Audit"
            columns={columns.slice(0, 4)}
            rows={[]}
            total={0}
            rowName={(row) => row.name}
            forbidden={{ needs: 'org owner', who: 'olga@example.org' }}
            empty={{ text: '' }}
          />
        </Section>
      </div>
    </>
  )
}
