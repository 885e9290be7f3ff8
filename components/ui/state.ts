/**
 * The words and colours of states, for resources, jobs and orders alike: one table, so that a state looks the same
 * on every screen. Names are OpenStack's and Waldur's, folded to lower case with underscores.
 */
import type { MessageKey } from '../i18n/core.ts'

/** green running, grey stopped, blue in motion, amber attention, red failed */
export type Tone = 'ok' | 'off' | 'busy' | 'warn' | 'bad'

type Word = MessageKey extends infer Key ? (Key extends `state.${infer Name}` ? Name : never) : never

const toneOf: Record<Word, Tone> = {
  creation_scheduled: 'busy',
  creating: 'busy',
  update_scheduled: 'busy',
  updating: 'busy',
  deletion_scheduled: 'busy',
  deleting: 'busy',
  ok: 'ok',
  erred: 'bad',
  active: 'ok',
  shutoff: 'off',
  paused: 'warn',
  suspended: 'warn',
  rescue: 'warn',
  verify_resize: 'warn',
  error: 'bad',
  available: 'ok',
  in_use: 'ok',
  build: 'busy',
  reboot: 'busy',
  hard_reboot: 'busy',
  resize: 'busy',
  migrating: 'busy',
  rebuild: 'busy',
  shelved: 'off',
  shelved_offloaded: 'off',
  deleted: 'off',
  soft_deleted: 'off',
  attaching: 'busy',
  detaching: 'busy',
  extending: 'busy',
  retyping: 'busy',
  downloading: 'busy',
  uploading: 'busy',
  backing_up: 'busy',
  restoring: 'busy',
  reserved: 'off',
  maintenance: 'warn',
  down: 'off',
  up: 'ok',
  pending: 'off',
  queued: 'off',
  running: 'busy',
  retrying: 'warn',
  done: 'ok',
  failed: 'bad',
  cancelled: 'off',
  skipped: 'off',
  undone: 'off',
  executing: 'busy',
  pending_consumer: 'warn',
  pending_project: 'warn',
  pending_provider: 'warn',
  pending_start_date: 'warn',
  rejected: 'bad',
  draft: 'off',
  archived: 'off',
  terminated: 'off',
  terminating: 'busy',
  warning: 'warn',
  online: 'ok',
  enabled: 'ok',
  disabled: 'off',
  expired: 'warn',
  deactivated: 'off',
  importing: 'busy',
}

/** Other spellings of the same state, of OpenStack services and of Waldur. */
const aliases: Record<string, Word> = {
  canceled: 'cancelled',
  stopped: 'shutoff',
  verify: 'verify_resize',
  rescued: 'rescue',
  pending_create: 'creating',
}

export type ShownState = {
  tone: Tone
  /** The folded name; also `data-state` in the page. */
  name: string
  /** Catalogue key of the word, or null: a word no release had yet is shown as the cloud sent it. */
  key: MessageKey | null
}

/** One state or status word. An unknown one is grey, or red when it says that something failed. */
export function showState(word: string): ShownState {
  const folded = word
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
  const name = aliases[folded] ?? folded
  if (name in toneOf) return { tone: toneOf[name as Word], name, key: `state.${name as Word}` }
  return { tone: /^error|fail/.test(name) ? 'bad' : /ing$/.test(name) ? 'busy' : 'off', name, key: null }
}

/**
 * Which of the two states a badge shows (portal state and cloud status): a portal state in motion, or Erred, wins;
 * with OK the cloud's status speaks.
 */
export function resourceState(state: string, runtimeState?: string | null): ShownState {
  const portal = showState(state)
  return portal.name === 'ok' && runtimeState ? showState(runtimeState) : portal
}

/** "error_deleting" → "Error deleting", for words that have no translation. */
export const plainWord = (name: string): string => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('_', ' ')
