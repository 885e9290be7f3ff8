import { docsResponse } from '@/server/api/docs.ts'

export const GET = async (_request: Request, { params }: { params: Promise<{ file?: string[] }> }) =>
  docsResponse((await params).file ?? [])
