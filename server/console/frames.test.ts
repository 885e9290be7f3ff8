import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frameStream, maskedFrame, OPCODE } from './frames.ts'

/** A server's frame, not masked. */
const frame = (opcode: number, payload: Buffer | string, fin = true): Buffer => {
  const data = Buffer.from(payload)
  const size = data.length < 126 ? 2 : data.length < 65_536 ? 4 : 10
  const head = Buffer.alloc(size)
  head[0] = (fin ? 0x80 : 0) | opcode
  head[1] = size === 2 ? data.length : size === 4 ? 126 : 127
  if (size === 4) head.writeUInt16BE(data.length, 2)
  if (size === 10) head.writeBigUInt64BE(BigInt(data.length), 2)
  return Buffer.concat([head, data])
}

const stream = () => {
  const passed: Buffer[] = []
  const controls: [number, string][] = []
  let broken = false
  const frames = frameStream({
    onData: (bytes) => passed.push(Buffer.from(bytes)),
    onControl: (opcode, payload) => controls.push([opcode, payload.toString()]),
    onBroken: () => {
      broken = true
    },
  })
  return { frames, controls, passed, bytes: () => Buffer.concat(passed), isBroken: () => broken }
}

const cut = (bytes: Buffer, places: number[]) => {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b)
  return [...at, bytes.length].map((end, i) => bytes.subarray(i === 0 ? 0 : at[i - 1], end))
}

const dataFrame = fc
  .tuple(fc.constantFrom(...[0, 1, 5, 125, 126, 127, 300, 65_535, 65_536, 70_000]), fc.integer({ min: 0, max: 255 }))
  .map(([length, fill]) => ({ control: false, bytes: frame(OPCODE.binary, Buffer.alloc(length, fill)) }))
const controlFrame = fc
  .tuple(fc.constantFrom(OPCODE.ping, OPCODE.pong), fc.string({ maxLength: 20 }))
  .map(([opcode, text]) => ({ control: true, bytes: frame(opcode, text) }))

describe('a stream of frames', () => {
  test('is passed on byte for byte without control frames, however it is cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(dataFrame, controlFrame), { maxLength: 6 }),
        fc.array(fc.nat(400_000), { maxLength: 12 }),
        (sent, places) => {
          const { frames, bytes, controls, isBroken } = stream()
          for (const chunk of cut(Buffer.concat(sent.map((each) => each.bytes)), places)) frames.push(chunk)
          expect(isBroken()).toBe(false)
          expect(bytes().equals(Buffer.concat(sent.filter((each) => !each.control).map((each) => each.bytes)))).toBe(
            true,
          )
          expect(controls).toHaveLength(sent.filter((each) => each.control).length)
        },
      ),
      { numRuns: 300 },
    )
  })

  test("takes one's own frames only between two messages, however it is cut into chunks", () => {
    const own = frame(OPCODE.text, 'own')
    fc.assert(
      fc.property(
        fc.array(fc.oneof(dataFrame, controlFrame), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(400_000), { minLength: 1, maxLength: 12 }),
        (sent, places) => {
          const { frames, passed, bytes } = stream()
          for (const chunk of cut(Buffer.concat(sent.map((each) => each.bytes)), places)) {
            frames.push(chunk)
            frames.between(() => passed.push(own))
          }
          // Read again as a browser would: every frame whole, and the rest as it was sent.
          let rest = bytes()
          let owns = 0
          const data: Buffer[] = []
          while (rest.length > 0) {
            if (rest.subarray(0, own.length).equals(own)) {
              owns++
              rest = rest.subarray(own.length)
              continue
            }
            const next = sent.filter((each) => !each.control)[data.length].bytes
            expect(rest.subarray(0, next.length).equals(next)).toBe(true)
            data.push(next)
            rest = rest.subarray(next.length)
          }
          expect(owns).toBe(cut(Buffer.concat(sent.map((each) => each.bytes)), places).length)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('keeps a message of several frames together', () => {
    const { frames, passed, bytes, controls } = stream()
    const first = frame(OPCODE.binary, 'one', false)
    const last = frame(OPCODE.continuation, 'two')
    frames.push(first)
    frames.between(() => passed.push(Buffer.from('own')))
    frames.push(frame(OPCODE.ping, 'p'))
    expect(bytes().equals(first)).toBe(true)
    expect(controls).toEqual([[OPCODE.ping, 'p']])
    frames.push(last)
    expect(bytes().equals(Buffer.concat([first, last, Buffer.from('own')]))).toBe(true)
  })

  test('makes text frames binary: text to the browser is the relay’s alone', () => {
    const { frames, bytes } = stream()
    frames.push(frame(OPCODE.text, '{"type":"end"}'))
    expect(bytes()[0]).toBe(0x82)
  })

  test.each([
    ['a masked frame', Buffer.from([0x82, 0x81, 0, 0, 0, 0, 1])],
    ['an extension bit', Buffer.from([0xc2, 0x01, 1])],
    ['an unknown opcode', Buffer.from([0x83, 0x00])],
    ['a long control frame', Buffer.from([0x89, 126, 0, 200])],
    ['a cut control frame', Buffer.from([0x09, 0])],
    ['a continuation of nothing', Buffer.from([0x80, 0])],
    ['a length beyond all bounds', Buffer.from([0x82, 127, 255, 255, 255, 255, 255, 255, 255, 255])],
  ])('ends with %s', (_name, bytes) => {
    const { frames, passed, isBroken } = stream()
    frames.push(bytes)
    frames.push(frame(OPCODE.binary, 'more'))
    expect(isBroken()).toBe(true)
    expect(passed).toEqual([])
  })
})

test.each([0, 1, 125, 126, 65_535, 65_536])('a masked frame of %i bytes can be read back', (length) => {
  const payload = Buffer.from(Array.from({ length }, (_, i) => i & 0xff))
  const bytes = maskedFrame(OPCODE.binary, payload)
  const short = bytes[1] & 0x7f
  const at = short === 127 ? 10 : short === 126 ? 4 : 2
  const mask = bytes.subarray(at, at + 4)
  expect(bytes[1] & 0x80).toBe(0x80)
  expect(Buffer.from(bytes.subarray(at + 4).map((byte, i) => byte ^ mask[i & 3])).equals(payload)).toBe(true)
})
