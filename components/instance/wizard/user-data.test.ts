import { expect, test } from 'vitest'
import { isKnownToCloudInit, userDataProblem } from './user-data.ts'

test('a sound cloud-config has no problem', () => {
  const text =
    '#cloud-config\npackages:\n  - nginx\nruncmd:\n- [sh, -c, "echo hi"]\nwrite_files:\n- content: |\n    a\tb\n  path: /x\n'
  expect(userDataProblem(text)).toBeUndefined()
})

test('a tab in the indentation is found with its line', () => {
  expect(userDataProblem('#cloud-config\npackages:\n\t- nginx\n')).toEqual({ kind: 'tab', line: 3 })
})

test('a line that is no key and no item is found', () => {
  expect(userDataProblem('#cloud-config\npackages\n')).toEqual({ kind: 'colon', line: 2 })
})

test('scripts are not judged as YAML', () => {
  expect(userDataProblem('#!/bin/sh\n\techo hi\n')).toBeUndefined()
})

test('text that cloud-init would pass over is known', () => {
  expect(isKnownToCloudInit('')).toBe(true)
  expect(isKnownToCloudInit('#cloud-config\n')).toBe(true)
  expect(isKnownToCloudInit('#!/bin/sh')).toBe(true)
  expect(isKnownToCloudInit('packages: [nginx]')).toBe(false)
})
