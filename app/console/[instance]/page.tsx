import type { Metadata } from 'next'
import { ConsoleWindow } from '@/components/console/console-window'
import { requestT } from '@/components/i18n/request'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('console.title') }
}

/** The console of an instance in a window of its own. The API decides who may see the instance and its screen. */
export default async function ConsolePage({ params }: { params: Promise<{ instance: string }> }) {
  const { instance } = await params
  return <ConsoleWindow instanceUuid={instance} />
}
