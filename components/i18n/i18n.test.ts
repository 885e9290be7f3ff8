import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile, type MessageKey, pseudoText, toLocale, translator } from './core.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { serverT } from './server.ts'

const root = join(import.meta.dirname, '..', '..')
const sources = ['app', 'components'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|\.gen\.ts$/.test(name))
    .map((name) => join(root, folder, name)),
)

/** The arguments of a message: `{count, plural, …}` and `{name}` alike. */
function argumentsOf(message: string): string[] {
  const names = new Set<string>()
  const walk = (elements: ReturnType<ReturnType<typeof compile>['getAst']>) => {
    for (const element of elements) {
      if (element.type !== 0 && 'value' in element && typeof element.value === 'string') names.add(element.value)
      if ('options' in element) for (const option of Object.values(element.options)) walk(option.value)
      if ('children' in element) walk(element.children)
    }
  }
  walk(compile('en', message).getAst())
  return [...names].sort()
}

describe('the catalogues', () => {
  test('English and German have the same keys', () => {
    expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort())
  })

  test('a message takes the same values in both languages', () => {
    for (const key of Object.keys(en) as MessageKey[]) {
      expect([key, argumentsOf(de[key])]).toEqual([key, argumentsOf(en[key])])
    }
  })

  test('no message is empty', () => {
    expect(Object.entries({ ...en, ...de }).filter(([, message]) => !message.trim())).toEqual([])
  })

  test('no key is defined by two areas', () => {
    const keys = readdirSync(join(import.meta.dirname, 'en')).flatMap((file) =>
      [...readFileSync(join(import.meta.dirname, 'en', file), 'utf8').matchAll(/^ {2}'([\w.]+)':/gm)].map(
        (match) => match[1]!,
      ),
    )
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
    expect(keys.sort()).toEqual(Object.keys(en).sort())
  })

  test('every key that the screens use exists', () => {
    const missing = sources.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bt\(\s*'([a-zA-Z]+\.[\w.]+)'|<T\s+id="([\w.]+)"/g)]
        .map((match) => match[1] ?? match[2]!)
        .filter((key) => !(key in en))
        .map((key) => `${file}: ${key}`),
    )
    expect(missing).toEqual([])
  })
})

describe('a message', () => {
  test('takes plurals of its language', () => {
    const t = serverT('de')
    expect(t('ui.rows', { count: 1 })).toBe('1 Zeile')
    expect(t('ui.rows', { count: 1234 })).toBe('1.234 Zeilen')
    expect(serverT('en')('ui.fitsMore', { count: 0 })).toBe('No more like this fit')
  })

  test('whose key is unknown shows the key', () => {
    expect(translator('en', {} as typeof en)('common.cancel')).toBe('common.cancel')
  })

  test('is disguised in the pseudo-locale, with its values and plurals intact', () => {
    const t = serverT('en-XA')
    expect(t('common.cancel')).toBe('[Çáñçél~~]')
    expect(t('ui.copy', { what: 'web-01' })).toContain('web-01')
    expect(t('ui.rows', { count: 2 })).toMatch(/^2 ?\[.*röwš/)
    expect(pseudoText(' / ')).toBe(' / ')
  })
})

test('a locale is found in cookies and in what browsers accept', () => {
  expect(['de-AT,de;q=0.9', 'en-XA', 'fr', undefined, 'DE'].map(toLocale)).toEqual(['de', 'en-XA', 'en', 'en', 'de'])
})
