/** `npm start`: pages, API, event stream and consoles in this process; the worker as one of its own beside it. */
import { startPortal } from './portal.ts'

startPortal({ dev: process.argv.includes('--dev'), worker: !process.argv.includes('--web') }).catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
