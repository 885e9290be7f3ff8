'use client'

/** A list of one collection: columns, filters, menu and empty state are the caller's tables; the rest is here. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type ReactNode, useCallback, useMemo } from 'react'
import { listKey } from '../api/cache.ts'
import { api, type Params } from '../api/client.ts'
import type { Collection } from '../api/rules.ts'
import { useT } from '../i18n/provider'
import { useNewRows } from '../live/new-rows'
import { csvFileName, downloadText, toCsv } from '../ui/table/csv.ts'
import { DataTable } from '../ui/table/data-table'
import type { BulkAction, Column, Filter, Selection } from '../ui/table/types.ts'
import { useTableState } from '../ui/table/use-table-state'
import { type ObjectMenu, type PublicObject, useObjectActions } from './actions'
import { shownError } from './failure.ts'
import { ALWAYS_FIELDS } from './fields.ts'

const EXPORT_PAGE = 300

export type ResourceListProps<R extends PublicObject> = {
  /** Names the table in URLs, stored layouts and tests. */
  id: string
  collection: Collection
  /** The caption. */
  label: string
  columns: readonly Column<R>[]
  /** Fields that the columns and the menu need; fewer make a faster list. `uuid`, `name`, `state` and rights are added. */
  fields?: readonly string[]
  /** What narrows the list from outside: the tenant, the project. */
  params?: Params
  filters?: readonly Filter[]
  /** The API's parameter for the search field; default `query`. */
  searchParam?: string
  search?: string | false
  defaultSort?: string
  menu?: ObjectMenu
  bulk?: (selection: Selection<R>) => readonly BulkAction<R>[]
  empty: { text: ReactNode; action?: ReactNode; help?: ReactNode }
  toolbar?: ReactNode
  /** Key `c`. */
  createHref?: string
  /** How a row is called, where that is not its `name`. Pass a stable function. */
  rowName?: (row: R) => string
  /** Turns filters of the address into parameters of the API, where they are not the same. Pass a stable function. */
  toParams?: (filters: Readonly<Record<string, readonly string[]>>) => Params
  /** What a row tells when it is opened. Pass a stable function. */
  expand?: (row: R) => ReactNode
  /** For the exported file's name. */
  scopeName?: string
  embedded?: boolean
}

export function ResourceList<R extends PublicObject>(props: ResourceListProps<R>) {
  const { id, collection, label, columns, fields, params, filters = [], menu, createHref, toParams } = props
  const t = useT()
  const router = useRouter()
  const client = useQueryClient()
  const filterIds = useMemo(() => filters.map((filter) => filter.id), [filters])
  const state = useTableState(id, { filters: filterIds, sort: props.defaultSort ?? null })
  const query: Params = useMemo(
    () => ({
      ...params,
      ...(toParams ? toParams(state.filters) : state.filters),
      ...(state.q && { [props.searchParam ?? 'query']: state.q }),
      ...(state.sort && { o: state.sort }),
      page: state.page,
      page_size: state.size,
      ...(fields && { field: [...new Set([...ALWAYS_FIELDS, ...fields])] }),
    }),
    [params, state.filters, state.q, state.sort, state.page, state.size, fields, props.searchParam, toParams],
  )
  const key = listKey(collection, query)
  const list = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.list<R>(collection, query, { signal }),
    placeholderData: keepPreviousData,
  })
  const fresh = useNewRows(key)
  const actions = useObjectActions(menu ?? NO_MENU)
  const plainName = useCallback((row: R) => String(row.name ?? row.uuid), [])

  /** All pages of what matches, one after another. */
  const exportCsv = async (shown: readonly Column<R>[]) => {
    const rows: R[] = []
    for (let page = 1; ; page++) {
      const part = await api.list<R>(collection, { ...query, page, page_size: EXPORT_PAGE })
      rows.push(...part.rows)
      if (rows.length >= part.total || part.rows.length === 0) break
    }
    downloadText(csvFileName(id, props.scopeName ?? 'all', new Date()), toCsv(shown, rows))
  }

  return (
    <>
      <DataTable<R>
        state={state}
        label={label}
        columns={columns}
        rows={list.data?.rows}
        total={list.data?.total ?? null}
        rowName={props.rowName ?? plainName}
        expand={props.expand}
        filters={filters}
        search={props.search ?? t('list.search')}
        actions={menu ? (actions.of as (row: R) => ReturnType<typeof actions.of>) : undefined}
        bulk={props.bulk}
        empty={props.empty}
        error={list.error ? shownError(list.error) : null}
        onRetry={() => void list.refetch()}
        toolbar={props.toolbar}
        onCreate={createHref ? () => router.push(createHref) : undefined}
        onRefresh={() => void list.refetch()}
        refreshing={list.isFetching}
        onExport={(shown) => void exportCsv(shown)}
        updatedAt={list.dataUpdatedAt || null}
        newCount={fresh.count}
        onShowNew={() => {
          fresh.clear()
          void client.invalidateQueries({ queryKey: key })
        }}
        embedded={props.embedded}
      />
      {actions.dialogs}
    </>
  )
}

const NO_MENU: ObjectMenu = { collection: 'openstack-instances', entries: [] }
