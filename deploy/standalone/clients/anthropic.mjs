// SPDX-License-Identifier: Apache-2.0
import Anthropic from '@anthropic-ai/sdk';
import { assert, check, done, facts, fitsWeather, key, model, refused, stoodStill, toldToWait, url, watched, weather } from './harness.mjs';

const client = new Anthropic({ baseURL: url, apiKey: key });
const ask = (content, max_tokens = 40) => ({ model, max_tokens, messages: [{ role: 'user', content }] });
const tools = [{ name: weather.name, description: weather.description, input_schema: weather.parameters }];

await check('a whole message', async () => {
  const message = await client.messages.create({ ...ask('hello'), system: 'be brief', stop_sequences: ['zzz'] });
  assert.equal(message.type, 'message');
  assert.equal(message.content[0].type, 'text');
  assert.ok(['end_turn', 'max_tokens'].includes(message.stop_reason));
  const cached = message.usage.cache_read_input_tokens ?? 0;
  facts.whole = { id: message._request_id, input: message.usage.input_tokens + cached, output: message.usage.output_tokens };
});

await check('a stream of named events in their order', async () => {
  const names = [];
  let text = '', usage = null;
  for await (const event of await client.messages.create({ ...ask('hello'), stream: true })) {
    if (event.type !== 'ping') names.push(event.type);
    if (event.type === 'content_block_delta') text += event.delta.text;
    if (event.type === 'message_delta') usage = event.usage;
  }
  assert.equal(names[0], 'message_start');
  assert.equal(names[1], 'content_block_start');
  assert.deepEqual(names.slice(-3), ['content_block_stop', 'message_delta', 'message_stop']);
  assert.ok(text.length > 0);
  assert.ok(usage.output_tokens > 0);
  const whole = await client.messages.create(ask('hello'));
  assert.equal(whole.content[0].text, text);
});

await check('a tool, called and answered', async () => {
  const first = await client.messages.stream({ ...ask('how is it outside?', 400), tools, tool_choice: { type: 'any' } }).finalMessage();
  assert.equal(first.stop_reason, 'tool_use');
  const use = first.content.find(block => block.type === 'tool_use');
  fitsWeather(use.input);
  const second = await client.messages.create({ ...ask('how is it outside?', 400), tools, messages: [
    { role: 'user', content: 'how is it outside?' }, { role: 'assistant', content: first.content },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: use.id, content: 'sunny' }] }] });
  assert.equal(second.content[0].type, 'text');
});

await check('thinking', async () => {
  const message = await client.messages.stream({ ...ask('why?', 3000), thinking: { type: 'enabled', budget_tokens: 1024 } }).finalMessage();
  assert.equal(message.content[0].type, 'thinking');
  assert.ok(message.content[0].thinking.length > 0);
  assert.equal(message.content[1].type, 'text');
});

await check('counting tokens', async () => {
  const short = await client.messages.countTokens({ model, messages: [{ role: 'user', content: 'hello' }] });
  const longer = await client.messages.countTokens({ model, messages: [{ role: 'user', content: 'hello '.repeat(200) }] });
  assert.ok(short.input_tokens > 0 && longer.input_tokens > short.input_tokens + 100);
});

await check('errors it can tell apart', async () => {
  const unknown = await refused(Anthropic.NotFoundError, client.messages.create({ ...ask('x'), model: 'nobody' }));
  assert.equal(unknown.error.type, 'error');
  assert.equal(unknown.error.error.type, 'not_found_error');
  assert.ok(unknown.error.error.message.includes('nobody'));
  await refused(Anthropic.AuthenticationError, new Anthropic({ baseURL: url, apiKey: 'wm_dev_wrong' }).messages.create(ask('x')));
  await refused(Anthropic.BadRequestError, client.messages.create({ model, messages: [{ role: 'user', content: 'x' }] }));
});

await check('a refusal is retried when it says', async () => {
  const held = [];
  for (let i = 0; i < 2; i++) {
    const stream = await client.messages.create({ ...ask('a long story', 100_000), stream: true });
    await stream[Symbol.asyncIterator]().next();
    held.push(stream);
  }
  const wire = watched();
  const patient = new Anthropic({ baseURL: url, apiKey: key, maxRetries: 4, fetch: async (input, init) => {
    const response = await wire.fetch(input, init);
    if (wire.calls.length === 1) held.forEach(stream => stream.controller.abort());
    return response;
  } });
  await patient.messages.create(ask('let me in', 5));
  const [first, second] = wire.calls;
  assert.equal(first.status, 429);
  const waited = second.asked - first.answered, told = toldToWait(first.headers);
  assert.ok(told > 0 && waited >= told - 50 && waited < told + 2000 + stoodStill(), `waited ${waited} ms, told ${told}`);
});

await check('a message that is left', async () => {
  const { data: stream, response } = await client.messages.create({ ...ask('a long story', 100_000), stream: true }).withResponse();
  let seen = 0;
  for await (const event of stream) {
    if (event.type === 'content_block_delta' && ++seen === 10) break;
  }
  facts.left = { id: response.headers.get('x-request-id') ?? response.headers.get('request-id'), seen };
});

done();
