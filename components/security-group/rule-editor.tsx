'use client'

/** The rules of a group as a grid (screens 11.2): everything is local until Save. */
import { useQuery } from '@tanstack/react-query'
import { ArrowDownUp, Plus, Redo2, Undo2 } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { listOf, useMe } from '../api/query.ts'
import { disabledReason } from '../api/rules.ts'
import { useT } from '../i18n/provider'
import { shownError } from '../resource/failure.ts'
import { Button, IconButton } from '../ui/button'
import { Banner, EmptyState, ErrorState } from '../ui/error-state'
import { Menu } from '../ui/menu'
import { notify } from '../ui/toast'
import { changesOf, copyOf, type Draft, draftOf, emptyDraft, problemsOf, sorted } from './draft.ts'
import { useHistory } from './history'
import { draftsOf, PRESETS } from './presets.ts'
import { risksOf } from './risks.ts'
import { RuleRow } from './rule-row'
import { useSaveRules } from './save'
import { SaveDialog } from './save-dialog'
import type { SecurityGroup } from './types.ts'
import { useRuleSentence } from './words'

type ClientAddress = { address: string; cidr: string }

const COLLECTION = 'openstack-security-groups'
const OWN_ADDRESS = { queryKey: [COLLECTION, 'client-address'] as const, staleTime: 60_000 }
const fetchAddress = () => api.get<ClientAddress>(`${COLLECTION}/foyer_client_address`)

const rowsOf = (group: SecurityGroup): readonly Draft[] => group.rules.map(draftOf)

export function RuleEditor({ group }: { group: SecurityGroup }) {
  const t = useT()
  const { caller } = useMe()
  const refusal = disabledReason(COLLECTION, 'set_rules', group, caller)
  const readOnly = refusal === 'absent'
  const [base, setBase] = useState(() => rowsOf(group))
  const history = useHistory(base)
  const { rows, set } = history
  const [asked, setAsked] = useState(false)
  const table = useRef<HTMLTableElement>(null)
  const mine = useQuery({ ...OWN_ADDRESS, queryFn: fetchAddress, enabled: !readOnly })
  const groups = useQuery(
    listOf(COLLECTION, { tenant_uuid: group.tenant_uuid, page_size: 300, o: 'name', field: ['uuid', 'name'] }),
  )
  const choices = useMemo(
    () => (groups.data?.rows ?? []).map(({ uuid, name }) => ({ value: uuid, label: name })),
    [groups.data],
  )
  const nameOf = useCallback(
    (uuid: string) =>
      choices.find(({ value }) => value === uuid)?.label ??
      group.rules.find((rule) => rule.remote_group_uuid === uuid)?.remote_group_name ??
      '…',
    [choices, group.rules],
  )
  const sentence = useRuleSentence(nameOf)
  const begin = useCallback(
    (now: SecurityGroup) => {
      const fresh = rowsOf(now)
      setBase(fresh)
      history.reset(fresh)
    },
    [history.reset],
  )
  const saving = useSaveRules(group, (now) => {
    begin(now)
    notify.success(t('securityGroups.saved', { name: group.name }))
  })
  const { state } = saving
  const busy = state.kind === 'sending' || state.kind === 'running'
  const changes = useMemo(() => changesOf(base, rows), [base, rows])
  const dirty = changes.added.length + changes.changed.length + changes.removed.length > 0

  // What somebody else saved, or the cloud: taken over at once while nothing is edited here.
  const known = JSON.stringify(base)
  const now = JSON.stringify(rowsOf(group))
  const elsewhere = known !== now && group.state === 'OK' && state.kind === 'idle'
  // biome-ignore lint/correctness/useExhaustiveDependencies: compared by content
  useEffect(() => {
    if (elsewhere && !dirty) begin(group)
  }, [elsewhere, dirty, now])
  // Closing the tab would lose the edits.
  useEffect(() => {
    if (!dirty) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [dirty])

  const problems = useMemo(() => problemsOf(rows), [rows])
  const latest = useRef(rows)
  latest.current = rows
  const refused = state.kind === 'refused' ? state.rows : null

  const change = useCallback(
    (draft: Draft, patch: Partial<Draft>, field: string) =>
      set(
        latest.current.map((one) => (one.key === draft.key ? { ...one, ...patch } : one)),
        `${draft.key}.${field}`,
      ),
    [set],
  )
  const insert = useCallback(
    (fresh: readonly Draft[]) => {
      set([...latest.current, ...fresh])
      requestAnimationFrame(() =>
        table.current?.querySelector<HTMLElement>('tbody:last-of-type [data-testid=field-ports]')?.focus(),
      )
    },
    [set],
  )
  const duplicate = useCallback(
    (draft: Draft) => {
      const at = latest.current.findIndex(({ key }) => key === draft.key)
      set(latest.current.toSpliced(at + 1, 0, copyOf(draft)))
    },
    [set],
  )
  const remove = useCallback((draft: Draft) => set(latest.current.filter(({ key }) => key !== draft.key)), [set])
  const address = mine.data
  const fillMine = useCallback(
    (draft: Draft) => {
      if (!address?.cidr) return notify.error({ message: t('securityGroups.noAddress') })
      change(
        draft,
        { peer: 'cidr', cidr: address.cidr, ethertype: address.address.includes(':') ? 'IPv6' : 'IPv4' },
        'mine',
      )
    },
    [address, change, t],
  )
  const changedKeys = useMemo(() => new Set(changes.changed.map(({ draft }) => draft.key)), [changes])

  const saveReason = !dirty
    ? t('securityGroups.nothingChanged')
    : problems.size > 0
      ? t('securityGroups.mendFirst', { count: problems.size })
      : // A group that failed is read again first.
        refusal && group.state !== 'ERRED'
        ? refusal
        : undefined

  return (
    <div className="space-y-3" data-testid="rule-editor">
      {!readOnly && (
        <div className="sticky top-12 z-10 flex flex-wrap items-center gap-2 bg-canvas py-1">
          <Button icon={Plus} data-testid="add-rule" onClick={() => insert([emptyDraft()])}>
            {t('securityGroups.add')}
          </Button>
          <Menu
            align="start"
            trigger={<Button data-testid="presets">{t('securityGroups.presets')}</Button>}
            groups={[
              {
                items: PRESETS.map((preset) => ({
                  id: `preset-${preset.id}`,
                  label: t(preset.label),
                  onSelect: () => insert(draftsOf(preset, group.uuid)),
                })),
              },
            ]}
          />
          <IconButton
            icon={Undo2}
            label={t('securityGroups.undo')}
            data-testid="undo"
            disabledReason={history.canUndo ? undefined : t('securityGroups.nothingChanged')}
            onClick={history.undo}
          />
          <IconButton
            icon={Redo2}
            label={t('securityGroups.redo')}
            data-testid="redo"
            disabledReason={history.canRedo ? undefined : t('securityGroups.nothingUndone')}
            onClick={history.redo}
          />
          <IconButton
            icon={ArrowDownUp}
            label={t('securityGroups.sort')}
            data-testid="sort-rules"
            onClick={() => set(sorted(rows))}
          />
          <span className="ml-auto flex flex-wrap items-center gap-2">
            {dirty && !busy && (
              <Button data-testid="discard" onClick={() => begin(group)}>
                {t('securityGroups.discard')}
              </Button>
            )}
            <Button
              variant="primary"
              busy={busy}
              disabledReason={busy ? t('ui.working') : saveReason}
              data-testid="save-rules"
              onClick={() => setAsked(true)}
            >
              {t('securityGroups.save')}
            </Button>
          </span>
        </div>
      )}
      {elsewhere && dirty && (
        <Banner
          tone="warn"
          action={
            <span className="flex gap-2">
              <Button size="sm" onClick={() => begin(group)}>
                {t('securityGroups.useTheirs')}
              </Button>
              <Button size="sm" onClick={() => setBase(rowsOf(group))}>
                {t('securityGroups.keepMine')}
              </Button>
            </span>
          }
        >
          {t('securityGroups.elsewhere')}
        </Banner>
      )}
      {state.kind === 'refused' && (
        <ErrorState error={state.error} onDismiss={saving.dismiss} compact>
          <span className="w-full text-sm" data-testid="save-outcome">
            {t(state.byCloud ? 'securityGroups.takenBack' : 'securityGroups.notSent')}
          </span>
        </ErrorState>
      )}
      {rows.length === 0 ? (
        <EmptyState text={t('securityGroups.noRules')} />
      ) : (
        <table ref={table} className="w-full border-b border-line max-lg:block" data-testid="table-rules">
          <caption className="sr-only">{t('securityGroups.rulesOf', { name: group.name })}</caption>
          <thead className="text-left text-sm text-muted max-lg:sr-only">
            <tr>
              {(['direction', 'version', 'protocol', 'ports', 'fromTo'] as const).map((key) => (
                <th key={key} scope="col" className="px-1.5 pb-1 font-normal">
                  {t(`securityGroups.${key}`)}
                </th>
              ))}
              <th scope="col" className="px-1.5 pb-1 font-normal">
                {t('common.description')}
              </th>
              {!readOnly && (
                <th scope="col">
                  <span className="sr-only">{t('common.actions')}</span>
                </th>
              )}
            </tr>
          </thead>
          {rows.map((draft, index) => (
            <RuleRow
              key={draft.key}
              index={index}
              draft={draft}
              readOnly={readOnly || busy}
              groups={choices}
              problems={problems.get(draft.key)}
              risks={risksOf(draft, rows)}
              refusal={refused?.get(draft.key)}
              sentence={sentence(draft)}
              mark={draft.id === null ? 'new' : changedKeys.has(draft.key) ? 'changed' : undefined}
              onChange={change}
              onMine={fillMine}
              onDuplicate={duplicate}
              onDelete={remove}
            />
          ))}
        </table>
      )}
      {mine.error && !readOnly && <ErrorState error={shownError(mine.error)} compact />}
      {asked && (
        <SaveDialog
          group={group}
          base={base}
          rows={rows}
          changes={changes}
          sentence={sentence}
          address={address?.address ?? ''}
          onClose={() => setAsked(false)}
          onSave={() => {
            setAsked(false)
            void saving.save(rows)
          }}
        />
      )}
    </div>
  )
}
