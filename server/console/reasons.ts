/**
 * Why a console did not open or why it ended: one vocabulary for the relay, the rows and the page. A browser cannot
 * read the status of a refused websocket, so the page asks for the ticket's reason afterwards.
 */

/** What a console shows: the screen (RFB) or the serial line (bytes). */
export type ConsoleKind = 'novnc' | 'serial'

/** Reasons before the websocket exists: HTTP status and sentence. */
export const REFUSALS = {
  bad_request: { status: 400, detail: 'Not a console websocket request.' },
  signed_out: { status: 401, detail: 'Sign in to open a console.' },
  foreign_origin: { status: 403, detail: 'Consoles open from this portal only.' },
  no_permission: { status: 403, detail: 'You are not allowed to open the console of this instance.' },
  ticket_unknown: { status: 404, detail: 'No such console ticket.' },
  instance_gone: { status: 404, detail: 'The instance does not exist any more.' },
  instance_stopped: { status: 409, detail: 'The instance is not running.' },
  ticket_used: { status: 410, detail: 'This console ticket was used already.' },
  ticket_expired: { status: 410, detail: 'This console ticket has expired.' },
  failed: { status: 500, detail: 'The console could not be opened.' },
  service_down: { status: 502, detail: "The cloud's console service does not answer." },
  no_console: { status: 501, detail: 'The region offers no console of this kind.' },
  restarting: { status: 503, detail: 'The portal is restarting.' },
} as const
export type RefusalReason = keyof typeof REFUSALS

/** Reasons after it: websocket close code and sentence. 4000-4999 are for applications (RFC 6455, 7.4.2). */
export const ENDS = {
  closed: { code: 1000, text: 'Closed' },
  restarting: { code: 1001, text: 'Portal restarting' },
  lost: { code: 1011, text: 'Connection to the instance lost' },
  taken_over: { code: 4001, text: 'Taken over' },
  signed_out: { code: 4002, text: 'Signed out' },
  permission_lost: { code: 4003, text: 'Permission lost' },
  instance_stopped: { code: 4004, text: 'Instance stopped' },
  service_down: { code: 4005, text: 'Console service down' },
  idle: { code: 4006, text: 'Idle for too long' },
} as const
export type EndReason = keyof typeof ENDS

/** The close frame's sentence, cut to the 123 bytes that fit into it. */
export const endText = (reason: EndReason, by?: string): string => {
  let text: string = reason === 'taken_over' && by ? `Taken over by ${by}` : ENDS[reason].text
  while (Buffer.byteLength(text) > 123) text = text.slice(0, -1)
  return text
}
