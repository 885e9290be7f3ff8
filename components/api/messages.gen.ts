// Made by `npm run gen` from server/api/messages.ts: edit that.
/**
 * The words in which an input is refused: those of Django REST framework, which Waldur's clients show to people. Imports
 * types only; forms say the same, so `npm run gen` copies this file for the browser. A message written at the schema
 * itself wins over these.
 */
type RawIssue = {
  code?: string
  input?: unknown
  expected?: unknown
  origin?: unknown
  minimum?: unknown
  maximum?: unknown
  inclusive?: boolean
  format?: unknown
  values?: unknown[]
  message?: string
  inst?: unknown
}

type Numeric = { _zod?: { def?: { format?: string; checks?: { _zod?: { def?: { format?: string } } }[] } } }

/** Whether the schema that refused asks for whole numbers. */
const wantsInteger = (schema: unknown) => {
  const def = (schema as Numeric | undefined)?._zod?.def
  return [def?.format, ...(def?.checks ?? []).map((check) => check._zod?.def?.format)].some((format) =>
    format?.includes('int'),
  )
}

const EXPECTED: Record<string, string> = {
  string: 'Not a valid string.',
  number: 'A valid number is required.',
  int: 'A valid integer is required.',
  boolean: 'Must be a valid boolean.',
}

const typeName = (value: unknown) =>
  Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value === 'object' ? 'object' : typeof value

const wrongType = (expected: string, input: unknown) => {
  if (input === undefined) return 'This field is required.'
  if (input === null) return 'This field may not be null.'
  if (expected === 'object' || expected === 'record')
    return `Invalid data. Expected a dictionary, but got ${typeName(input)}.`
  if (expected === 'array') return `Expected a list of items but got type "${typeName(input)}".`
  return EXPECTED[expected] ?? 'The value is not of the right type.'
}

const FORMATS: Record<string, string> = {
  url: 'Enter a valid URL.',
  email: 'Enter a valid email address.',
  ipv4: 'Enter a valid IPv4 address.',
  ipv6: 'Enter a valid IPv6 address.',
  cidrv4: 'Enter a valid CIDR, such as 192.168.42.0/24.',
  cidrv6: 'Enter a valid CIDR, such as fd00::/64.',
  uuid: 'Must be a valid UUID.',
  datetime: 'Datetime has wrong format. Use ISO 8601.',
  date: 'Date has wrong format. Use YYYY-MM-DD.',
}

const tooSmall = ({ origin, minimum, inclusive }: RawIssue) => {
  if (origin === 'string')
    return minimum === 1 ? 'This field may not be blank.' : `Ensure this field has at least ${minimum} characters.`
  if (origin === 'array' || origin === 'set')
    return minimum === 1 ? 'This list may not be empty.' : `Ensure this field has at least ${minimum} elements.`
  return `Ensure this value is greater than ${inclusive ? 'or equal to ' : ''}${minimum}.`
}

const tooBig = ({ origin, maximum, inclusive }: RawIssue) => {
  if (origin === 'string') return `Ensure this field has no more than ${maximum} characters.`
  if (origin === 'array' || origin === 'set') return `Ensure this field has no more than ${maximum} elements.`
  return `Ensure this value is less than ${inclusive ? 'or equal to ' : ''}${maximum}.`
}

/** The `error` of a zod parse. */
export const refusalOfInput = (issue: RawIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(wantsInteger(issue.inst) ? 'int' : String(issue.expected), issue.input)
    case 'invalid_value':
      return issue.input === undefined || issue.input === null
        ? wrongType('string', issue.input)
        : `"${String(issue.input).slice(0, 100)}" is not a valid choice.`
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return tooBig(issue)
    case 'invalid_format':
      return FORMATS[String(issue.format)] ?? 'Enter a valid value.'
    case 'not_multiple_of':
      return 'The value is not a multiple of what is required.'
    case 'invalid_union':
      return issue.input === undefined ? 'This field is required.' : 'The value is of none of the accepted forms.'
    default:
      return issue.message || 'Enter a valid value.'
  }
}
