/** zod for forms: without `eval`, which the page's policy forbids, and refusing in the server's words. */
import { z } from 'zod'
import { refusalOfInput } from './messages.gen.ts'

z.config({ jitless: true, customError: (issue) => refusalOfInput(issue) })

export { z }
