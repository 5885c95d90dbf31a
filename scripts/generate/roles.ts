import type { ColumnKind } from './columns.js'

/** One property of a `Call`: the kind of column that can have the role, and what it says. */
export interface Role {
  kind: ColumnKind
  says: string
}

/** What a column can be for a bill, whatever its name. */
export const ROLES: Readonly<Record<string, Role>> = {
  start: { kind: 'timestamp', says: 'When the call began, ISO 8601 in UTC.' },
  answer: { kind: 'timestamp', says: 'When it was answered; null also when it was not.' },
  end: { kind: 'timestamp', says: 'When it ended.' },
  caller: { kind: 'string', says: 'The number that called.' },
  did: { kind: 'string', says: 'Inbound: the DID that was called.' },
  destination: {
    kind: 'string',
    says: 'Where the call went: outbound the number that was called, inbound the address it was sent to.',
  },
  duration: { kind: 'integer', says: 'Seconds of conversation, 0 when there was none.' },
  billed_duration: { kind: 'integer', says: 'Seconds that are charged.' },
  disconnect_code: { kind: 'string', says: 'SIP code the call ended with.' },
  disconnect_reason: { kind: 'string', says: 'Text of the SIP or system response.' },
  initiator: { kind: 'string', says: 'Who ended the call.' },
  trunk: { kind: 'string', says: 'The trunk, by id or name.' },
  country: { kind: 'string', says: 'Outbound: the country that was called.' },
  cost: {
    kind: 'decimal',
    says:
      'USD charged for the call, as decimal text exactly as sent. Of a version that has no total it is the exact sum ' +
      'of its charges, with as many decimals as the longest of them, and null when one of them is empty.',
  },
  call_id: { kind: 'string', says: 'Id that the provider gives the call.' },
}

/** The roles that several columns can have, which are then added up. */
export const ADDED: readonly string[] = ['cost']
