'use client'

/** One rule in the editor: its fields, and below them what it says, what is wrong and what is risky. */
import { CircleAlert, Copy, Trash2, TriangleAlert } from 'lucide-react'
import { memo, type ReactNode, useId } from 'react'
import { useT } from '../i18n/provider'
import { Button, IconButton } from '../ui/button'
import { cn } from '../ui/cn'
import { Combobox, type ComboboxOption } from '../ui/combobox'
import { controlClass } from '../ui/input'
import { Select, type SelectOption } from '../ui/select'
import type { Draft, Peer, Problem, Problems } from './draft.ts'
import type { Risk } from './risks.ts'
import { useProblemText, useRiskText } from './words'

export type RowState = {
  problems?: Problems
  risks: readonly Risk[]
  /** The server's or the cloud's refusal of this rule. */
  refusal?: string
  sentence: string
  mark?: 'new' | 'changed'
}

export type RuleRowProps = RowState & {
  index: number
  draft: Draft
  readOnly: boolean
  groups: readonly ComboboxOption[]
  onChange: (draft: Draft, patch: Partial<Draft>, field: string) => void
  onMine: (draft: Draft) => void
  onDuplicate: (draft: Draft) => void
  onDelete: (draft: Draft) => void
}

/** What is only not there yet is no mistake: it is said quietly, and keeps the rules from being saved all the same. */
const QUIET = ['cidrMissing', 'groupMissing']
const PROTOCOLS = ['tcp', 'udp', 'icmp', '']
const cell = 'min-w-0 lg:table-cell lg:px-1 lg:pt-1.5 lg:align-top'

function Text({
  label,
  value,
  onChange,
  readOnly,
  invalid,
  describedBy,
  mono,
  placeholder,
  testId,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  readOnly: boolean
  invalid?: boolean
  describedBy?: string
  mono?: boolean
  placeholder?: string
  testId: string
}) {
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      aria-label={label}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      data-testid={testId}
      readOnly={readOnly}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={cn(controlClass, 'h-7 px-2 read-only:bg-surface', mono ? 'font-mono text-sm' : 'text-sm')}
    />
  )
}

export const RuleRow = memo(function RuleRow(props: RuleRowProps) {
  const { index, draft, readOnly, groups, onChange, problems, refusal, risks, sentence, mark } = props
  const t = useT()
  const problemText = useProblemText()
  const riskText = useRiskText()
  const notes = useId()
  const row = index + 1
  const patch = (field: keyof Draft, value: string) => onChange(draft, { [field]: value }, field)
  const label = (key: string) => t('securityGroups.fieldOf', { field: key, row })
  const protocols: SelectOption<string>[] = [
    { value: 'tcp', label: 'TCP' },
    { value: 'udp', label: 'UDP' },
    { value: 'icmp', label: 'ICMP' },
    // An empty value would be the placeholder of a select.
    { value: 'any', label: t('common.any') },
    ...(PROTOCOLS.includes(draft.protocol) ? [] : [{ value: draft.protocol, label: draft.protocol.toUpperCase() }]),
  ]
  const all: [string, Problem][] = Object.entries(problems ?? {})
  const fix = (field: string, { fix: meant }: Problem) =>
    meant && !readOnly ? (
      <Button size="sm" data-testid={`fix-${field}`} onClick={() => patch(field as keyof Draft, meant)}>
        {t('securityGroups.useFix', { value: meant })}
      </Button>
    ) : null
  return (
    <tbody
      data-testid={`rule-${index}`}
      data-problem={all.length > 0 || refusal ? '' : undefined}
      className={cn(
        'border-t border-line max-lg:block max-lg:py-3',
        refusal ? 'bg-bad-soft/35' : mark === 'new' ? 'bg-accent-soft/30' : mark === 'changed' && 'bg-warn-soft/25',
      )}
    >
      <tr className="max-lg:grid max-lg:grid-cols-2 max-lg:gap-2">
        <td className={cn(cell, 'lg:w-24')}>
          <Select<Draft['direction']>
            compact
            aria-label={label(t('securityGroups.direction'))}
            data-testid="field-direction"
            disabled={readOnly}
            value={draft.direction}
            onChange={(value) => patch('direction', value)}
            options={[
              { value: 'ingress', label: t('securityGroups.in') },
              { value: 'egress', label: t('securityGroups.out') },
            ]}
          />
        </td>
        <td className={cn(cell, 'lg:w-24')}>
          <Select<Draft['ethertype']>
            compact
            aria-label={label(t('securityGroups.version'))}
            data-testid="field-ethertype"
            disabled={readOnly}
            value={draft.ethertype}
            onChange={(value) => patch('ethertype', value)}
            options={[
              { value: 'IPv4', label: 'IPv4' },
              { value: 'IPv6', label: 'IPv6' },
            ]}
          />
        </td>
        <td className={cn(cell, 'lg:w-24')}>
          <Select<string>
            compact
            aria-label={label(t('securityGroups.protocol'))}
            data-testid="field-protocol"
            disabled={readOnly}
            value={draft.protocol || 'any'}
            onChange={(value) =>
              onChange(
                draft,
                { protocol: value === 'any' ? '' : value, ...(value === 'any' && { ports: '' }) },
                'protocol',
              )
            }
            options={protocols}
          />
        </td>
        <td className={cn(cell, 'lg:w-32')}>
          <Text
            label={label(t(draft.protocol === 'icmp' ? 'securityGroups.icmpFields' : 'securityGroups.ports'))}
            testId="field-ports"
            mono
            readOnly={readOnly || draft.protocol === ''}
            placeholder={t('securityGroups.portsAll')}
            value={draft.ports}
            invalid={Boolean(problems?.ports)}
            describedBy={notes}
            onChange={(value) => patch('ports', value)}
          />
        </td>
        <td className={cn(cell, 'max-lg:col-span-2')}>
          <div className="flex gap-1">
            <Select<Peer | 'mine'>
              compact
              className="w-36 shrink-0"
              aria-label={label(t(draft.direction === 'ingress' ? 'securityGroups.from' : 'securityGroups.to'))}
              data-testid="field-peer"
              disabled={readOnly}
              value={draft.peer}
              onChange={(value) => (value === 'mine' ? props.onMine(draft) : patch('peer', value))}
              options={[
                { value: 'anywhere', label: t('securityGroups.anywhere') },
                { value: 'cidr', label: t('securityGroups.cidr') },
                { value: 'mine', label: t('securityGroups.mine') },
                { value: 'group', label: t('securityGroups.one') },
              ]}
            />
            {draft.peer === 'cidr' && (
              <Text
                label={label(t('securityGroups.cidr'))}
                testId="field-cidr"
                mono
                readOnly={readOnly}
                placeholder={draft.ethertype === 'IPv4' ? '10.0.0.0/24' : 'fd00::/64'}
                value={draft.cidr}
                invalid={Boolean(problems?.cidr && !QUIET.includes(problems.cidr.code))}
                describedBy={notes}
                onChange={(value) => patch('cidr', value)}
              />
            )}
            {draft.peer === 'group' &&
              (readOnly ? (
                <span className="truncate pt-1 text-sm">
                  {groups.find(({ value }) => value === draft.group)?.label ?? draft.group}
                </span>
              ) : (
                <Combobox
                  compact
                  className="min-w-0 flex-1"
                  label={label(t('securityGroups.one'))}
                  value={draft.group || null}
                  onChange={(value) => patch('group', value ?? '')}
                  options={groups}
                />
              ))}
          </div>
        </td>
        <td className={cn(cell, 'max-lg:col-span-2')}>
          <Text
            label={label(t('common.description'))}
            testId="field-description"
            readOnly={readOnly}
            placeholder={t('common.description')}
            value={draft.description}
            onChange={(value) => patch('description', value)}
          />
        </td>
        {!readOnly && (
          <td className={cn(cell, 'whitespace-nowrap lg:w-18')}>
            <IconButton
              icon={Copy}
              size="sm"
              label={t('securityGroups.duplicate', { row })}
              data-testid="action-duplicate"
              onClick={() => props.onDuplicate(draft)}
            />
            <IconButton
              icon={Trash2}
              size="sm"
              label={t('securityGroups.remove', { row })}
              data-testid="action-remove"
              onClick={() => props.onDelete(draft)}
            />
          </td>
        )}
      </tr>
      <tr className="max-lg:block">
        <td colSpan={readOnly ? 6 : 7} className="px-1.5 pt-0.5 pb-2 text-sm max-lg:block">
          <div id={notes} className="space-y-1">
            {all.length === 0 && (
              <p className="text-muted" data-testid="rule-sentence">
                <span className="tabular mr-1.5 text-xs">{row}.</span>
                {sentence}
              </p>
            )}
            {all.map(([field, problem]) => (
              <Note key={field} tone={QUIET.includes(problem.code) ? 'quiet' : 'bad'} testId={`problem-${field}`}>
                {problemText(problem)} {fix(field, problem)}
              </Note>
            ))}
            {refusal && (
              <Note tone="bad" testId="rule-refusal">
                {refusal}
              </Note>
            )}
            {risks.map((risk) => (
              <Note key={risk.code} tone="warn" testId={`risk-${risk.code}`}>
                {riskText(risk)}
              </Note>
            ))}
          </div>
        </td>
      </tr>
    </tbody>
  )
})

function Note({ tone, testId, children }: { tone: 'bad' | 'warn' | 'quiet'; testId: string; children: ReactNode }) {
  const Icon = tone === 'warn' ? TriangleAlert : CircleAlert
  return (
    <p
      data-testid={testId}
      className={cn(
        'flex flex-wrap items-center gap-1.5',
        { bad: 'text-bad', warn: 'text-warn', quiet: 'text-muted' }[tone],
      )}
    >
      <Icon className="size-3.5 shrink-0" aria-hidden />
      {children}
    </p>
  )
}
