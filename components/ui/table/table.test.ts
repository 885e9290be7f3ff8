import { describe, expect, test } from 'vitest'
import { csvCell, csvFileName, toCsv } from './csv.ts'
import { nextSort, parseTableQuery, prunedSelection, steadyOrder, visibleColumns, writeTableQuery } from './state.ts'
import type { Column } from './types.ts'

type Machine = { uuid: string; name: string; ram: number }
const columns: Column<Machine>[] = [
  { id: 'name', header: 'Name', cell: (row) => row.name, csv: (row) => row.name },
  { id: 'ram', header: 'RAM, GiB', cell: (row) => row.ram, csv: (row) => row.ram },
  { id: 'menu', header: 'Menu', cell: () => null, defaultHidden: true },
]

describe('CSV', () => {
  test('text that a spreadsheet would run is made text again, numbers are left alone', () => {
    expect(['=1+1', '+49', '-x', '@a', '\tb', 'web', -5, 0].map(csvCell)).toEqual([
      "'=1+1",
      "'+49",
      "'-x",
      "'@a",
      "'\tb",
      'web',
      '-5',
      '0',
    ])
  })

  test('quotes, commas and line ends are quoted', () => {
    expect(csvCell('a "b", c')).toBe('"a ""b"", c"')
    expect(csvCell('a\nb')).toBe('"a\nb"')
    expect([null, undefined, true].map(csvCell)).toEqual(['', '', 'true'])
  })

  test('has the columns that have a value, and every row', () => {
    expect(toCsv(columns, [{ uuid: '1', name: '=cmd', ram: 4 }])).toBe('Name,"RAM, GiB"\r\n\'=cmd,4\r\n')
  })

  test('a file name has resource, scope and date', () => {
    expect(csvFileName('instances', 'my tenant/1', new Date('2026-11-23T10:00:00Z'))).toBe(
      'instances-my-tenant-1-2026-11-23.csv',
    )
  })
})

describe('the state of a list', () => {
  const defaults = { filters: ['state', 'image'], sort: '-created' }

  test('survives a round trip through the URL', () => {
    const text = 'tab=1&q=web+01&sort=name&page=3&size=100&cols=name%2Cram&state=ACTIVE&state=ERROR'
    const query = parseTableQuery(new URLSearchParams(text), defaults)
    expect(query).toEqual({
      q: 'web 01',
      filters: { state: ['ACTIVE', 'ERROR'] },
      sort: 'name',
      page: 3,
      size: 100,
      cols: ['name', 'ram'],
    })
    expect(writeTableQuery(new URLSearchParams(text), query, defaults).toString()).toBe(text)
  })

  test('leaves defaults out of the URL and takes damaged parameters as absent', () => {
    const query = parseTableQuery(new URLSearchParams('page=-2&size=7&sort=&state='), defaults)
    expect(query).toEqual({ q: '', filters: {}, sort: '-created', page: 1, size: 50, cols: null })
    expect(writeTableQuery(new URLSearchParams('page=9&other=x'), query, defaults).toString()).toBe('other=x')
  })

  test('sorts ascending first, then descending', () => {
    expect([nextSort(null, 'name'), nextSort('name', 'name'), nextSort('-name', 'name')]).toEqual([
      'name',
      '-name',
      'name',
    ])
  })

  test('shows the chosen columns in their order, the name always first', () => {
    expect(visibleColumns(columns, null).map((column) => column.id)).toEqual(['name', 'ram'])
    expect(visibleColumns(columns, ['menu', 'gone', 'name']).map((column) => column.id)).toEqual(['name', 'menu'])
  })
})

test('rows that somebody points at keep their places', () => {
  expect(steadyOrder(['a', 'b', 'c'], ['new', 'c', 'a'])).toEqual(['a', 'c', 'new'])
})

describe('the selection', () => {
  const rows = (...uuids: string[]) => uuids.map((uuid) => ({ uuid, name: uuid, ram: 1 }))
  const selected = new Map(rows('a', 'b', 'z').map((row) => [row.uuid, row]))
  const before = { filterKey: 'f', pageKey: 'f1', uuids: new Set(['a', 'b']) }

  test('drops what left the rows of the page, and keeps other pages', () => {
    expect([
      ...prunedSelection(selected, before, { filterKey: 'f', pageKey: 'f1', rows: rows('a', 'c') }).keys(),
    ]).toEqual(['a', 'z'])
  })
  test('survives turning the page', () => {
    expect([...prunedSelection(selected, before, { filterKey: 'f', pageKey: 'f2', rows: rows('z') }).keys()]).toEqual([
      'a',
      'b',
      'z',
    ])
  })
  test('never reaches beyond another filter', () => {
    expect([...prunedSelection(selected, before, { filterKey: 'g', pageKey: 'g1', rows: rows('b') }).keys()]).toEqual([
      'b',
    ])
  })
})
