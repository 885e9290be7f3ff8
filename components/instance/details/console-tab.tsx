'use client'

/** The graphical console in the page, with the power buttons of the instance. */
import { hasScreen, usePower } from '../../console/use-power'
import { VncConsole } from '../../console/vnc-console'
import type { Instance } from '../types.ts'

export function ConsoleTab({ instance }: { instance: Instance }) {
  const { power, dialogs } = usePower(instance)
  return (
    <>
      <VncConsole
        instance={{ uuid: instance.uuid, name: instance.name, running: hasScreen(instance.runtime_state) }}
        power={power}
        logHref={`/t/${instance.tenant_uuid}/instances/${instance.uuid}/log`}
      />
      {dialogs}
    </>
  )
}
