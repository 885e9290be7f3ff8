'use client'

import {
  Camera,
  ChevronDown,
  CircleCheck,
  CircleHelp,
  CircleX,
  ClipboardPaste,
  ExternalLink,
  Eye,
  Keyboard,
  LoaderCircle,
  type LucideIcon,
  Maximize,
  Minimize,
  Power,
  RotateCw,
  UserRoundX,
} from 'lucide-react'
import type { ComponentProps } from 'react'
import { useT } from '../i18n/provider'
import { Badge } from '../ui/badge'
import { Button, IconButton } from '../ui/button'
import { useConfirm } from '../ui/confirm'
import { Menu, type MenuGroup } from '../ui/menu'
import { Popover } from '../ui/popover'
import {
  altFunction,
  type Chord,
  commonChords,
  ctrlAltDel,
  ctrlAltFunction,
  type Modifier,
  sysRq,
  sysRqKeys,
} from './chords'
import { type ConnectionState, TRIES } from './connection'
import type { VncConsoleState } from './use-console'

/** A power action as the instance's page offers it. */
export type PowerAction = { run: () => void; disabledReason?: string | null }
export type PowerActions = Partial<Record<'start' | 'stop' | 'restart', PowerAction>>

const powerLabels = {
  start: 'console.powerStart',
  stop: 'console.powerStop',
  restart: 'console.powerRestart',
} as const

type Look = { tone: ComponentProps<typeof Badge>['tone']; icon: LucideIcon; text: string }

/** How the connection stands, in one word. */
export function ConsoleStatus({ state }: { state: ConnectionState }) {
  const t = useT()
  const attempt = 'attempt' in state ? state.attempt : 0
  const reconnecting: Look = {
    tone: 'warn',
    icon: LoaderCircle,
    text: t('console.reconnecting', { attempt, tries: TRIES }),
  }
  const look: Record<ConnectionState['phase'], Look> = {
    connecting: attempt ? reconnecting : { tone: 'busy', icon: LoaderCircle, text: t('console.connecting') },
    waiting: reconnecting,
    connected: { tone: 'ok', icon: CircleCheck, text: t('console.connected') },
    disconnected: { tone: 'off', icon: CircleX, text: t('console.disconnected') },
    taken_over: { tone: 'warn', icon: UserRoundX, text: t('console.takenOver') },
  }
  const { tone, icon, text } = look[state.phase]
  return (
    <span role="status" data-testid="console-status" data-phase={state.phase} className="inline-flex">
      <Badge tone={tone} icon={icon} spin={icon === LoaderCircle}>
        {text}
      </Badge>
    </span>
  )
}

const modifierKeys: [Modifier, string][] = [
  ['ctrl', 'Ctrl'],
  ['alt', 'Alt'],
  ['shift', 'Shift'],
  ['super', 'Win'],
]

/** Everything a console can do, reachable by keyboard before the canvas. */
export function ConsoleToolbar({
  vnc,
  instanceName,
  power = {},
  fullScreen,
  onFullScreen,
  onPopup,
  onScreenshot,
  onPaste,
}: {
  vnc: VncConsoleState
  instanceName: string
  power?: PowerActions
  fullScreen: boolean
  onFullScreen: (on: boolean) => void
  /** Absent in a window of its own. */
  onPopup?: () => void
  onScreenshot: () => void
  onPaste: () => void
}) {
  const t = useT()
  const confirm = useConfirm()
  const { connection, state, screen, view, setView, send, held, toggleHeld } = vnc
  const noScreen = screen ? undefined : t('console.notConnected')
  const noKeys = noScreen ?? (view.viewOnly ? t('console.viewOnlyReason') : undefined)

  const chordItems = (chords: Chord[]) =>
    chords.map(({ id, label, events }) => ({ id: `key-${id}`, label, onSelect: () => send(events) }))
  const keyGroups: MenuGroup[] = [
    { label: t('console.chordsCommon'), items: chordItems(commonChords) },
    { label: t('console.chordsConsole'), items: chordItems(ctrlAltFunction) },
    { label: t('console.chordsFunction'), items: chordItems(altFunction) },
    {
      label: t('console.chordsSysRq'),
      items: sysRqKeys.map((key) => ({
        id: `key-sysrq-${key}`,
        label: t(`console.sysRq.${key}`),
        onSelect: () =>
          confirm({
            level: 'L1',
            title: t('console.sysRqTitle', { key: key.toUpperCase(), name: instanceName }),
            effect: t(`console.sysRq.${key}`),
            confirmLabel: t('console.sysRqSend'),
            onConfirm: () => send(sysRq(key)),
          }),
      })),
    },
  ]
  const viewGroups: MenuGroup[] = [
    {
      label: t('console.scale'),
      items: (
        [
          ['fit', 'console.scaleFit'],
          ['actual', 'console.scaleActual'],
          ['resize', 'console.scaleResize'],
        ] as const
      ).map(([scale, label]) => ({
        id: `scale-${scale}`,
        label: t(label),
        checked: view.scale === scale,
        onSelect: () => setView({ scale }),
      })),
    },
    {
      label: t('console.quality'),
      items: (
        [
          ['low', 'console.qualityLow'],
          ['auto', 'console.qualityAuto'],
          ['best', 'console.qualityBest'],
        ] as const
      ).map(([quality, label]) => ({
        id: `quality-${quality}`,
        label: t(label),
        checked: view.quality === quality,
        onSelect: () => setView({ quality }),
      })),
    },
    {
      items: [
        {
          id: 'view-only',
          label: t('console.viewOnly'),
          icon: Eye,
          checked: view.viewOnly,
          onSelect: () => setView({ viewOnly: !view.viewOnly }),
        },
      ],
    },
  ]
  const powerItems = (['start', 'stop', 'restart'] as const).flatMap((id) => {
    const action = power[id]
    return action
      ? [{ id, label: t(powerLabels[id]), onSelect: action.run, disabledReason: action.disabledReason }]
      : []
  })

  return (
    <div
      role="toolbar"
      aria-label={t('console.toolbar')}
      aria-orientation="horizontal"
      className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-2 py-1.5"
    >
      <ConsoleStatus state={state} />
      <Button
        size="sm"
        data-testid="console-ctrl-alt-del"
        aria-label={t('console.ctrlAltDel')}
        disabledReason={noKeys}
        onClick={() => send(ctrlAltDel)}
      >
        {t('console.ctrlAltDelKeys')}
      </Button>
      <Menu
        align="start"
        label={t('console.chords')}
        groups={keyGroups}
        trigger={
          <Button size="sm" icon={Keyboard} data-testid="console-keys" disabledReason={noKeys}>
            {t('console.chords')}
            <ChevronDown className="size-3.5" aria-hidden />
          </Button>
        }
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a form's look and meaning */}
      <span role="group" aria-label={t('console.modifiers')} className="inline-flex gap-0.5">
        {modifierKeys.map(([modifier, name]) => (
          <Button
            key={modifier}
            size="sm"
            variant={held.has(modifier) ? 'primary' : 'quiet'}
            aria-pressed={held.has(modifier)}
            aria-label={t('console.hold', { key: name })}
            data-testid={`console-hold-${modifier}`}
            disabledReason={noKeys}
            onClick={() => toggleHeld(modifier)}
            className="px-1.5"
          >
            {name}
          </Button>
        ))}
      </span>
      <Button size="sm" icon={ClipboardPaste} data-testid="console-paste" disabledReason={noKeys} onClick={onPaste}>
        {t('console.paste')}
      </Button>
      <span className="ml-auto inline-flex flex-wrap items-center gap-1">
        <Menu
          label={t('console.view')}
          groups={viewGroups}
          trigger={
            <Button size="sm" variant="quiet" data-testid="console-view">
              {t('console.view')}
              <ChevronDown className="size-3.5" aria-hidden />
            </Button>
          }
        />
        <IconButton
          size="sm"
          icon={fullScreen ? Minimize : Maximize}
          label={t(fullScreen ? 'console.fullScreenOff' : 'console.fullScreen')}
          aria-pressed={fullScreen}
          data-testid="console-fullscreen"
          onClick={() => onFullScreen(!fullScreen)}
        />
        {onPopup && (
          <IconButton
            size="sm"
            icon={ExternalLink}
            label={t('console.popup')}
            data-testid="console-popup"
            onClick={onPopup}
          />
        )}
        <IconButton
          size="sm"
          icon={Camera}
          label={t('console.screenshot')}
          data-testid="console-screenshot"
          disabledReason={noScreen}
          onClick={onScreenshot}
        />
        <IconButton
          size="sm"
          icon={RotateCw}
          label={t('console.reconnect')}
          data-testid="console-reconnect"
          onClick={() => void connection.open()}
        />
        {powerItems.length > 0 && (
          <Menu
            label={t('console.power')}
            groups={[{ items: powerItems }]}
            trigger={<IconButton size="sm" icon={Power} label={t('console.power')} data-testid="console-power" />}
          />
        )}
        <Popover
          align="end"
          label={t('console.help')}
          trigger={<IconButton size="sm" icon={CircleHelp} label={t('console.help')} data-testid="console-help" />}
        >
          <ul className="list-disc space-y-1.5 pl-4">
            <li>{t('console.helpKeys')}</li>
            <li>{t('console.helpFullScreen')}</li>
            <li>{t('console.helpPaste')}</li>
            <li>{t('console.helpOne')}</li>
          </ul>
        </Popover>
      </span>
    </div>
  )
}
