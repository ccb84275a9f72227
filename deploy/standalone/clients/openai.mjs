// SPDX-License-Identifier: Apache-2.0
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { assert, check, done, facts, fitsWeather, key, model, refused, stoodStill, toldToWait, url, watched, weather } from './harness.mjs';

const client = new OpenAI({ baseURL: url + '/v1', apiKey: key });
const ask = content => ({ model, messages: [{ role: 'user', content }] });
const long = { ...ask('a long story'), max_tokens: 4000, ignore_eos: true, stream: true };

await check('a whole answer', async () => {
  const { data, response } = await client.chat.completions.create({ ...ask('hello'), max_tokens: 20 }).withResponse();
  assert.ok(data.choices[0].message.content.length > 0);
  assert.equal(data._request_id, response.headers.get('x-request-id'));
  assert.equal(data.usage.total_tokens, data.usage.prompt_tokens + data.usage.completion_tokens);
  assert.equal(typeof data.usage.wattmill.cost, 'number');
  facts.whole = { id: data._request_id, input: data.usage.prompt_tokens, output: data.usage.completion_tokens };
});

await check('a stream', async () => {
  const stream = await client.chat.completions.create({
    ...ask('hello'), max_tokens: 12, ignore_eos: true, stream: true, stream_options: { include_usage: true } });
  let deltas = 0, usage = null;
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta.content) deltas++;
    if (chunk.usage) usage = chunk.usage;
  }
  assert.equal(deltas, 12);
  assert.equal(usage.completion_tokens, 12);
});

await check('choices, seeds and stop strings', async () => {
  const fields = { ...ask('choose'), n: 2, seed: 3, max_tokens: 15, ignore_eos: true };
  const one = await client.chat.completions.create(fields);
  const other = await client.chat.completions.create(fields);
  assert.deepEqual(one.choices.map(c => c.message.content), other.choices.map(c => c.message.content));
  assert.notEqual(one.choices[0].message.content, one.choices[1].message.content);
  assert.equal(one.usage.completion_tokens, 30);
  const word = one.choices[0].message.content.split(' ')[6];
  const cut = await client.chat.completions.create({ ...fields, n: 1, stop: ' ' + word });
  assert.equal(cut.choices[0].finish_reason, 'stop');
  facts.choices = { id: one._request_id, output: 30 };
});

await check('a tool, put together from a stream', async () => {
  const stream = client.chat.completions.stream({
    ...ask('how is it outside?'), tools: [{ type: 'function', function: weather }], tool_choice: 'required' });
  const call = await stream.finalFunctionToolCall();
  assert.equal(call.name, 'get_weather');
  fitsWeather(JSON.parse(call.arguments));
  assert.equal((await stream.finalChatCompletion()).choices[0].finish_reason, 'tool_calls');
});

await check('a tool, called and answered', async () => {
  const given = [];
  const runner = client.chat.completions.runTools({
    ...ask('please use get_weather'),
    tools: [{ type: 'function', function: { ...weather, parse: JSON.parse, function: args => { given.push(args); return 'sunny'; } } }],
  });
  const text = await runner.finalContent();
  assert.equal(given.length, 1);
  fitsWeather(given[0]);
  assert.ok(text.length > 0);
});

await check('an answer that fits a schema', async () => {
  const answer = await client.chat.completions.parse({
    ...ask('as JSON'), response_format: zodResponseFormat(z.object({ city: z.string(), unit: z.enum(['C', 'F']) }), 'weather') });
  assert.ok(['C', 'F'].includes(answer.choices[0].message.parsed.unit));
});

await check('thoughts and log probabilities', async () => {
  const answer = await client.chat.completions.create({
    ...ask('why?'), reasoning_effort: 'low', max_tokens: 3000, logprobs: true, top_logprobs: 2 });
  assert.ok(answer.choices[0].message.reasoning_content.length > 0);
  const thought = answer.usage.completion_tokens_details.reasoning_tokens;
  assert.ok(thought > 0 && thought < answer.usage.completion_tokens);
  assert.equal(answer.choices[0].logprobs.content.length, answer.usage.completion_tokens);
  facts.reasoning = { id: answer._request_id, output: answer.usage.completion_tokens, thought };
});

await check('completions and embeddings', async () => {
  const text = await client.completions.create({ model, prompt: ['once', 'twice upon'], max_tokens: 7, ignore_eos: true });
  assert.deepEqual(text.choices.map(c => c.index), [0, 1]);
  assert.equal(text.usage.completion_tokens, 14);
  facts.completion = { id: text._request_id, input: text.usage.prompt_tokens, output: 14 };
  let streamed = '';
  for await (const chunk of await client.completions.create({ model, prompt: 'once', max_tokens: 7, ignore_eos: true, stream: true })) {
    streamed += chunk.choices[0]?.text ?? '';
  }
  assert.equal(streamed, text.choices[0].text);
  const vectors = await client.embeddings.create({ model, input: ['one', 'two'], dimensions: 64 });
  assert.equal(vectors.data[1].embedding.length, 64);
  const length = Math.hypot(...vectors.data[0].embedding);
  assert.ok(Math.abs(length - 1) < 1e-3, `a vector of length ${length}`);
  facts.embedding = { id: vectors._request_id, input: vectors.usage.prompt_tokens, output: 0 };
});

await check('errors it can tell apart', async () => {
  const unknown = await refused(OpenAI.NotFoundError, client.chat.completions.create({ ...ask('x'), model: 'nobody' }));
  assert.equal(unknown.code, 'model_not_found');
  assert.equal(unknown.param, 'model');
  assert.ok(unknown.requestID);
  await refused(OpenAI.AuthenticationError, new OpenAI({ baseURL: url + '/v1', apiKey: 'wm_dev_wrong' }).models.list());
  const bad = await refused(OpenAI.BadRequestError, client.chat.completions.create({ ...ask('x'), n: 1_000_000 }));
  assert.equal(bad.param, 'n');
});

await check('a refusal is retried when it says', async () => {
  const held = [];
  for (let i = 0; i < 2; i++) {
    const stream = await client.chat.completions.create(long);
    const reading = stream[Symbol.asyncIterator]();
    await reading.next();
    held.push({ stream, reading });
  }
  const wire = watched();
  const patient = new OpenAI({ baseURL: url + '/v1', apiKey: key, maxRetries: 4, fetch: async (input, init) => {
    const response = await wire.fetch(input, init);
    if (wire.calls.length === 1) held.forEach(({ stream }) => stream.controller.abort());
    return response;
  } });
  await patient.chat.completions.create({ ...ask('let me in'), max_tokens: 5 });
  const [first, second] = wire.calls;
  assert.equal(first.status, 429);
  assert.equal(second.sent.get('x-stainless-retry-count'), '1');
  const waited = second.asked - first.answered, told = toldToWait(first.headers);
  assert.ok(told > 0, 'told how long');
  assert.ok(waited >= told - 50 && waited < told + 2000 + stoodStill(), `waited ${waited} ms, told ${told}`);
  assert.equal(wire.calls.at(-1).status, 200);
});

await check('an answer that is left', async () => {
  const { data: stream, response } = await client.chat.completions.create(long).withResponse();
  let seen = 0;
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta.content && ++seen === 10) break;
  }
  facts.left = { id: response.headers.get('x-request-id'), seen };
});

done();
