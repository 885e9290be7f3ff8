// Made by `npm run gen` from server/resources/volume/rules.ts: edit that.
/** What forbids an action on a volume, as pure functions of its public JSON. Copied for the browser: imports nothing. */
type Volume = {
  runtime_state: string
  bootable: boolean
  instance_uuid: string | null
  extend_enabled: boolean
}

export const guards = {
  extend: [
    {
      reason: 'A system disk or the disk of a running instance can be extended only where the provider allows it.',
      ok: (volume: Volume) => volume.extend_enabled,
    },
    {
      reason: 'The volume is busy or broken in the cloud.',
      ok: (volume: Volume) => ['available', 'in-use'].includes(volume.runtime_state),
    },
  ],
  detach: [
    { reason: 'The volume is not attached.', ok: (volume: Volume) => volume.instance_uuid !== null },
    { reason: 'The system volume cannot be detached.', ok: (volume: Volume) => !volume.bootable },
  ],
  destroy: [
    {
      reason: 'Detach the volume first.',
      ok: (volume: Volume) => volume.instance_uuid === null,
    },
  ],
}
