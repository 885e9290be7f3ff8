'use client'

/** Rules as sentences, and texts of problems and risks. */
import { useCallback } from 'react'
import type { MessageKey } from '../i18n/core.ts'
import { useT } from '../i18n/provider'
import { type Draft, type Problem, readPorts } from './draft.ts'
import type { Risk } from './risks.ts'

/** "Anyone may connect to TCP 443." */
export function useRuleSentence(groupName: (uuid: string) => string) {
  const t = useT()
  return useCallback(
    (draft: Draft): string => {
      const isOut = draft.direction === 'egress'
      const peer =
        draft.peer === 'anywhere'
          ? t(`securityGroups.${isOut ? 'toAnyone' : 'anyone'}${draft.ethertype === 'IPv4' ? '4' : '6'}`)
          : draft.peer === 'group'
            ? t(isOut ? 'securityGroups.toMembers' : 'securityGroups.membersOf', { group: groupName(draft.group) })
            : draft.cidr.trim()
      const ports = readPorts(draft)
      const { from, to } = 'from' in ports ? ports : { from: -1, to: -1 }
      const protocol = draft.protocol.toUpperCase()
      const range = from === to || to === -1 ? String(from) : `${from}–${to}`
      const what =
        draft.protocol === ''
          ? t('securityGroups.everything')
          : draft.protocol === 'icmp'
            ? from === -1
              ? t('securityGroups.allIcmp')
              : from === 8
                ? t('securityGroups.pingWord')
                : t('securityGroups.icmpType', { type: from })
            : from === -1
              ? t('securityGroups.allPorts', { protocol })
              : `${protocol} ${range}`
      const isConnection = ['tcp', 'udp'].includes(draft.protocol)
      if (isOut) return t('securityGroups.sentenceOut', { peer, what })
      return t(isConnection ? 'securityGroups.sentenceIn' : 'securityGroups.sentenceInAny', { peer, what })
    },
    [t, groupName],
  )
}

export function useProblemText() {
  const t = useT()
  return useCallback(({ code, values }: Problem) => t(`securityGroups.problem.${code}` as MessageKey, values), [t])
}

export function useRiskText() {
  const t = useT()
  return useCallback(({ code, values }: Risk) => t(`securityGroups.risk.${code}`, values), [t])
}
