import { expect, test } from 'vitest'
import { consoleSocketUrl } from './target.ts'

test.each([
  ['novnc', 'http://127.0.0.1:6080/vnc_auto.html?path=%3Ftoken%3Dabc-1', 'ws://127.0.0.1:6080/?token=abc-1'],
  ['novnc', 'https://c.example/novnc/vnc_lite.html?path=novnc%2F%3Ftoken%3Da', 'wss://c.example/novnc/?token=a'],
  ['novnc', 'https://c.example:6080/vnc_auto.html?token=abc', 'wss://c.example:6080/?token=abc'],
  ['serial', 'ws://127.0.0.1:6083/?token=abc', 'ws://127.0.0.1:6083/?token=abc'],
  ['serial', 'wss://c.example:6083/?token=abc', 'wss://c.example:6083/?token=abc'],
] as const)('the %s address %s leads to %s', (kind, address, socket) => {
  expect(consoleSocketUrl(kind, address)).toBe(socket)
})

test('an address that leads to no websocket is an error', () => {
  expect(() => consoleSocketUrl('novnc', 'javascript:alert(1)')).toThrow(TypeError)
})
