import type { Cloud } from '../cloud.ts'
import type { Server } from '../rows.ts'

/** The server if it is still in the task state that a task expects; others have taken it elsewhere. */
export const moving = (cloud: Cloud, id: unknown, task: string | null): Server | null => {
  const row = cloud.state.servers.get(String(id))
  return row && row.vm_state !== 'deleted' && row.task_state === task ? row : null
}
