'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type ChangeEvent, useRef, useState } from 'react'
import { AddKey } from '../../account/add-key'
import { useFormat, useT } from '../../i18n/provider'
import { Button } from '../../ui/button'
import { Checkbox } from '../../ui/checkbox'
import { Switch } from '../../ui/choice'
import type { FormHandle } from '../../ui/form/form'
import { Textarea } from '../../ui/input'
import { Select } from '../../ui/select'
import type { Choices } from './choices.ts'
import { bytesOf, isKnownToCloudInit, USER_DATA_BYTES } from './user-data.ts'
import type { Values } from './values.ts'

/** How people come in: an SSH key or another way, and what cloud-init is told. */
export function AccessFields({ form, choices }: { form: FormHandle<Values>; choices: Choices }) {
  const t = useT()
  const format = useFormat()
  const client = useQueryClient()
  const file = useRef<HTMLInputElement>(null)
  const [adding, setAdding] = useState(false)
  const key = form.watch('ssh_public_key')
  const userData = form.watch('user_data')
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = event.target.files ?? []
    event.target.value = ''
    if (!chosen) return
    // What is too long shows as such; what is huge is another file and would only freeze the page.
    const text = await chosen.slice(0, 4 * USER_DATA_BYTES).text()
    form.setValue('user_data', text, { shouldDirty: true, shouldValidate: true })
  }
  return (
    <>
      <form.Field name="ssh_public_key" label={t('instanceNew.key')} required={!form.watch('other_way')}>
        {(control) => (
          <span className="flex gap-2">
            <Select
              {...control}
              placeholder={t('instanceNew.keyNone')}
              options={choices.keys.map(({ uuid, name, type }) => ({ value: uuid, label: `${name} (${type})` }))}
            />
            <Button icon={Plus} data-testid="add-key" onClick={() => setAdding(true)}>
              {t('instanceNew.keyAdd')}
            </Button>
          </span>
        )}
      </form.Field>
      {!key && (
        <form.Field name="other_way" label={t('instanceNew.otherWay')} hint={t('instanceNew.otherWayHint')} inline>
          {(control) => (
            <Checkbox
              checked={control.value}
              onChange={(checked) => {
                control.onChange(checked)
                if (checked) form.clearErrors('ssh_public_key')
              }}
            />
          )}
        </form.Field>
      )}
      <form.Field
        name="user_data"
        label={t('instanceNew.userData')}
        optional
        hint={
          isKnownToCloudInit(userData) ? (
            <>
              {t('instanceNew.userDataHint')}{' '}
              {userData && t('instanceNew.userDataBytes', { size: format.bytes(bytesOf(userData)) })}
            </>
          ) : (
            t('instanceNew.userDataHead')
          )
        }
      >
        {(control) => (
          <Textarea {...control} mono rows={userData ? 8 : 3} spellCheck={false} placeholder={'#cloud-config'} />
        )}
      </form.Field>
      <input ref={file} type="file" hidden onChange={(event) => void take(event)} data-testid="user-data-file" />
      <div className="flex flex-wrap items-start gap-x-8 gap-y-3">
        <Button onClick={() => file.current?.click()}>{t('instanceNew.userDataFile')}</Button>
        <form.Field
          name="config_drive"
          label={t('instanceNew.configDrive')}
          hint={t('instanceNew.configDriveHint')}
          inline
        >
          {(control) => <Switch checked={control.value} onChange={control.onChange} />}
        </form.Field>
      </div>
      {adding && (
        <AddKey
          onClose={() => setAdding(false)}
          onAdded={({ uuid }) => {
            void client.invalidateQueries({ queryKey: ['keys', 'list'] }).then(() => {
              form.setValue('ssh_public_key', uuid, { shouldDirty: true })
              form.clearErrors('ssh_public_key')
            })
          }}
        />
      )}
    </>
  )
}
