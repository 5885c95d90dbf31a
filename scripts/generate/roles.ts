import type { ColumnKind } from './columns.js'

/** One property of a `Call`: the kind of column it comes from, and its docstring. */
export interface Role {
  kind: ColumnKind
  says: string
}

/** What a column can mean, whatever its name. */
export const ROLES: Readonly<Record<string, Role>> = {
  start: { kind: 'timestamp', says: 'When the call started, ISO 8601 in UTC.' },
  answer: { kind: 'timestamp', says: 'When it was answered; null if it was not.' },
  end: { kind: 'timestamp', says: 'When it ended.' },
  caller: { kind: 'string', says: 'The number of the caller.' },
  did: { kind: 'string', says: 'Inbound: the DID that was called.' },
  destination: {
    kind: 'string',
    says: 'Where the call went: outbound the number that was called, inbound the address it was sent to.',
  },
  duration: { kind: 'integer', says: 'Seconds of conversation; 0 if there was none.' },
  billed_duration: { kind: 'integer', says: 'Seconds that are charged.' },
  disconnect_code: { kind: 'string', says: 'SIP code with which the call ended.' },
  disconnect_reason: { kind: 'string', says: 'Text of the SIP or system response.' },
  initiator: { kind: 'string', says: 'Who ended the call.' },
  trunk: { kind: 'string', says: 'The trunk, by id or name.' },
  country: { kind: 'string', says: 'Outbound: the country that was called.' },
  cost: {
    kind: 'decimal',
    says:
      'USD charged for the call, as decimal text exactly as sent. If the version has no total, it is the exact sum of ' +
      'the charges, with as many decimals as the longest of them, and null if one of them is empty.',
  },
  call_id: { kind: 'string', says: 'The id of the call at the provider.' },
}

/** Roles that several columns can have; their values are added up. */
export const ADDED: readonly string[] = ['cost']
