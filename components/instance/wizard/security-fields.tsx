'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../../i18n/provider'
import { useMayManage } from '../../resource/rights'
import { useScope } from '../../shell/scope'
import { Button } from '../../ui/button'
import { Combobox } from '../../ui/combobox'
import { Banner } from '../../ui/error-state'
import type { FormHandle } from '../../ui/form/form'
import { entryPort, familyOf } from '../families.ts'
import { letsIn, mergeRules, openings } from '../rules.ts'
import type { Choices, Image } from './choices.ts'
import { GroupPresetDialog } from './group-preset'
import type { Values } from './values.ts'

/** Security groups, with what they let in together in words. */
export function SecurityFields({
  form,
  choices,
  image,
}: {
  form: FormHandle<Values>
  choices: Choices
  image: Image | undefined
}) {
  const t = useT()
  const mayManage = useMayManage(useScope())
  const [making, setMaking] = useState(false)
  const chosen = form.watch('security_groups')
  const groups = choices.groups.filter(({ uuid }) => chosen.includes(uuid))
  const rules = mergeRules(groups)
  const open = openings(rules, t)
  const protectedPorts = form.watch('ports').some(({ port_security }) => port_security)
  const entry = entryPort(image && familyOf(image))
  const missing = image && protectedPorts && !letsIn(rules, entry.port)
  return (
    <>
      <form.Field name="security_groups" label={t('instanceNew.groups')}>
        {(control) => (
          <Combobox
            multiple
            value={control.value}
            onChange={control.onChange}
            options={choices.groups.map(({ uuid, name, description }) => ({
              value: uuid,
              label: name,
              hint: description,
            }))}
          />
        )}
      </form.Field>
      {mayManage && (
        <Button icon={Plus} data-testid="group-preset" onClick={() => setMaking(true)}>
          {t('instanceNew.groupPreset')}
        </Button>
      )}
      <div data-testid="rule-preview">
        <h3 className="pb-1 text-sm text-muted">{t('instanceNew.rules')}</h3>
        {open.length === 0 ? (
          <p>{t('instanceNew.rulesNone')}</p>
        ) : (
          <ul className="space-y-0.5">
            {open.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </div>
      {missing && <Banner tone="warn">{t('instanceNew.noEntry', { what: entry.name })}</Banner>}
      {making && (
        <GroupPresetDialog
          choices={choices}
          onMade={(uuid) => form.setValue('security_groups', [...form.getValues('security_groups'), uuid])}
          onClose={() => setMaking(false)}
        />
      )}
    </>
  )
}
