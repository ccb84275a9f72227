// SPDX-License-Identifier: Apache-2.0
// What the scripts share: `node <script>.mjs URL KEY MODEL` runs its checks in order and prints one JSON line of facts
// that only the ledger can confirm. The first check that fails ends it.

import assert from 'node:assert/strict';

const [url, key, model] = process.argv.slice(2);
if (!model) {
  console.error('usage: node SCRIPT URL KEY MODEL');
  process.exit(2);
}
export { assert, url, key, model };

export const facts = { checks: [] };

export async function check(name, work) {
  try {
    await work();
    facts.checks.push(name);
  } catch (e) {
    console.error(`${name}: ${e.stack}`);
    process.exit(1);
  }
}

/** A fetch that keeps what went over the wire: status and headers of each answer, and when it was asked. */
export function watched() {
  const calls = [];
  const fetcher = async (input, init) => {
    const asked = performance.now();
    const response = await fetch(input, init);
    const sent = new Headers(init?.headers ?? input.headers);
    calls.push({ asked, answered: performance.now(), status: response.status, headers: response.headers, sent });
    return response;
  };
  return { calls, fetch: fetcher };
}

/** How long the answer asked its caller to wait, milliseconds, as the SDKs read it. */
export function toldToWait(headers) {
  const ms = headers.get('retry-after-ms');
  return ms === null ? Number(headers.get('retry-after')) * 1000 : Number(ms);
}

const TICK_MS = 20;
let last = performance.now(), longest = 0;
setInterval(() => {
  const now = performance.now();
  longest = Math.max(longest, now - last - TICK_MS);
  last = now;
}, TICK_MS).unref();

/** For how long this machine has stood still at most, milliseconds: so much later may anything be. */
export const stoodStill = () => longest;

export async function refused(kind, work) {
  let thrown;
  await assert.rejects(work, e => {
    thrown = e;
    return e instanceof kind;
  });
  return thrown;
}

export const weather = {
  name: 'get_weather',
  description: 'The weather of a city.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['city', 'days'],
    properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1, maximum: 7 } },
  },
};

export function fitsWeather(given) {
  assert.equal(typeof given.city, 'string');
  assert.ok(Number.isInteger(given.days) && given.days >= 1 && given.days <= 7, JSON.stringify(given));
}

/** Prints the facts; what is still open must not keep the process. */
export function done() {
  console.log(JSON.stringify(facts));
  process.exit(0);
}
