import { describe, expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { draftPipeline } from './typed-planner.js'

const one = (name: string, type: string) => ({
  type: 'object',
  required: [name],
  properties: { [name]: { type: 'string', 'x-odp-type': type } },
})
const method = (id: string, summary: string, name: string, type: string) => ({
  id,
  step_type: 'function',
  summary,
  inputs: one(name, type),
})
const readers = [
  method('booking_details', 'Details of a booking.', 'booking', 'BookingReference'),
  method('phone_lookup', 'Carrier of a phone number.', 'phone', 'PhoneNumber'),
  method('account_profile', 'Public profile of an account with its messages.', 'handle', 'Handle'),
  method('translate_text', 'Translates a text.', 'text', 'Text'),
]
const doers = [
  method('book_berth', 'Books a berth for a booking.', 'booking', 'BookingReference'),
  method('send_sms', 'Sends an SMS to a phone number.', 'phone', 'PhoneNumber'),
  method('power_switch', 'Switches an account on or off.', 'handle', 'Handle'),
  method('deduplicate', 'Removes duplicates from the names of an account.', 'handle', 'Handle'),
]
const context = { workspace_id: 'w', project_id: 'p' }
const draft = (request: string, methods: readonly (typeof readers)[number][]) =>
  draftPipeline(request, preparePlannerCatalog({ methods: [...methods] }), { context })

describe('what is wanted done to the world', () => {
  test.each([
    ['book a berth for booking BKG-100', 'book a berth'],
    ['cancel the booking BKG-100', 'cancel the booking'],
    ['create a booking for BKG-100', 'create a booking'],
    ['send an sms to +44 20 7946 0000', 'send an sms'],
    ['call +44 20 7946 0000', 'call +44 20 7946 0000'],
    ['please send a message to @foo', 'send a message'],
    ['delete the account of @foo', 'delete the account'],
    ['follow @foo', 'follow @foo'],
    ['account deletion @foo', 'deletion'],
    ['send 40 euros to @foo', 'send 40 euros'],
    ['profile of the account @foo, and email me the result', 'email me the result'],
    ['profile of the account @foo and block @foo', 'block @foo'],
    ['switch off the account @foo', 'switch off the account'],
    ['turn the account of @foo off', 'turn the account'],
    ['sign the booking BKG-100', 'sign the booking'],
    ['submit our booking BKG-100', 'submit our booking'],
    ['booking submission BKG-100', 'submission'],
  ])('%j is not done by a method that only reads', (request, said) => {
    const { outcome, missing } = draft(request, readers)
    expect([outcome, missing]).toEqual(['abstain', expect.stringContaining(`'${said}'`)])
  })

  test.each([
    ['book a berth for booking BKG-100', 'book_berth'],
    ['send an sms to +44 20 7946 0000', 'send_sms'],
    ['switch off the account @foo', 'power_switch'],
    ['remove the duplicates from the names of @foo', 'deduplicate'],
  ])('%j is done by the method that does it', (request, uses) => {
    const { outcome, graph } = draft(request, [...readers, ...doers])
    expect([outcome, graph?.nodes.map((node) => node.uses)]).toEqual(['plan', [uses]])
  })

  test.each([
    'send me the booking details of BKG-100',
    'booking details of BKG-100',
    'get a profile of the account @foo',
    'turn up the profile of the account @foo',
  ])('%j only asks', (request) => {
    expect(draft(request, readers).outcome).toBe('plan')
  })
})

test.each(['find flights from Berlin to Paris', 'get me the weather in Paris'])(
  '%j names what is missing',
  (request) => {
    expect(draft(request, [...readers, method('geocode', 'Position of a place.', 'place', 'PlaceName')])).toMatchObject(
      {
        outcome: 'abstain',
        missing: expect.stringMatching(/flights|weather/),
      },
    )
  },
)
