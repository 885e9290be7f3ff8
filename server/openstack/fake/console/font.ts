/** A bitmap font for the text screen: five by nine dots a letter, stretched to a cell of 9 by 16 pixels. */

export const CELL_WIDTH = 9
export const CELL_HEIGHT = 16

/**
 * Rows from top to bottom, one base-32 digit each, the left dot the highest bit; missing rows are empty. Rows 8 and 9
 * hang below the line. From space to tilde.
 */
const GLYPHS =
  '0 4444404 aaa aavavaa 4fke5u4 op248j3 cik8lid c48 2488842 8422248 04lel40 044v440 00000c48 000v 00000cc 01248g0 ' +
  'ehjlphe 4c4444e eh1248v v2421he 26aiv22 vgu11he 68guhhe v124888 ehhehhe ehhf12c 0cc0cc0 0cc00c48 248g842 00v0v00 ' +
  '8421248 eh12404 eh1dlle ehhvhhh uhhuhhu ehggghe uhhhhhu vgguggv vgguggg ehgnhhf hhhvhhh e44444e 72222ic hikokih ' +
  'ggggggv hrllhhh hhpljhh ehhhhhe uhhuggg ehhhlid uhhukih fgge11u v444444 hhhhhhe hhhhha4 hhhllla hha4ahh hhha444 ' +
  'v1248gv e88888e 0g84210 e22222e 4ah 0000000v 842 00e1fhf ggmphhu 00egghe 11djhhf 00ehvge 698s888 00fhhhf1e ' +
  'ggmphhh 40c444e 2062222ic ggikoki c44444e 00qllhh 00mphhh 00ehhhe 00uhhhugg 00fhhhf11 00mpggg 00ege1u 88s8896 ' +
  '00hhhjd 00hhha4 00hhlla 00ha4ah 00hhhhf1e 00v248v 2448442 4444444 8442448 008l2'

/** Where each of the five columns and nine rows of dots lands in the cell. */
const COLUMNS = [[0, 1], [2], [3, 4], [5], [6, 7]]
const ROWS = [[2], [3, 4], [5, 6], [7], [8, 9], [10, 11], [12], [13], [14]]

function stretch(glyph: string): Uint8Array {
  const pixels = new Uint8Array(CELL_WIDTH * CELL_HEIGHT)
  ;[...glyph].forEach((digit, row) => {
    const dots = Number.parseInt(digit, 32)
    COLUMNS.forEach((columns, column) => {
      if (dots & (16 >> column)) for (const y of ROWS[row]) for (const x of columns) pixels[y * CELL_WIDTH + x] = 1
    })
  })
  return pixels
}

const FONT = GLYPHS.split(' ').map(stretch)
const UNKNOWN = stretch('vhhhhhv')

/** One byte per pixel of the cell, 1 where it is lit. */
export const glyphOf = (character: string): Uint8Array => FONT[character.charCodeAt(0) - 32] ?? UNKNOWN
