// SPDX-License-Identifier: Apache-2.0
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, embedMany, generateObject, generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { assert, check, done, facts, fitsWeather, key, model, refused, stoodStill, toldToWait, url, watched, weather } from './harness.mjs';

const wire = watched();
const site = createOpenAICompatible({ name: 'wattmill', baseURL: url + '/v1', apiKey: key, includeUsage: true, fetch: wire.fetch });
const chat = site.chatModel(model);
const lastId = () => wire.calls.at(-1).headers.get('x-request-id');
const outside = execute => ({ get_weather: tool({ description: weather.description, inputSchema: jsonSchema(weather.parameters), execute }) });

await check('a whole answer', async () => {
  const { text, usage } = await generateText({ model: chat, prompt: 'hello', maxOutputTokens: 20 });
  assert.ok(text.length > 0);
  facts.whole = { id: lastId(), input: usage.inputTokens, output: usage.outputTokens };
});

await check('a stream', async () => {
  const answer = streamText({ model: chat, prompt: 'hello', maxOutputTokens: 15 });
  let text = '';
  for await (const piece of answer.textStream) text += piece;
  assert.equal(text, await answer.text);
  assert.ok((await answer.usage).outputTokens > 0);
});

await check('thoughts', async () => {
  const answer = streamText({ model: chat, prompt: 'why?', maxOutputTokens: 3000, providerOptions: { wattmill: { reasoningEffort: 'low' } } });
  await answer.consumeStream();
  assert.ok((await answer.reasoningText).length > 0);
  assert.ok((await answer.text).length > 0);
});

await check('a tool, called and answered', async () => {
  const given = [];
  const answer = streamText({ model: chat, prompt: 'please use get_weather', stopWhen: stepCountIs(3),
    tools: outside(async args => { given.push(args); return 'sunny'; }) });
  await answer.consumeStream();
  assert.equal(given.length, 1);
  fitsWeather(given[0]);
  assert.equal((await answer.steps).length, 2);
  assert.ok((await answer.text).length > 0);
});

await check('an object', async () => {
  const strict = createOpenAICompatible({ name: 'wattmill', baseURL: url + '/v1', apiKey: key, supportsStructuredOutputs: true });
  const { object } = await generateObject({ model: strict.chatModel(model), prompt: 'as JSON', schema: z.object({ city: z.string(), unit: z.enum(['C', 'F']) }) });
  assert.ok(['C', 'F'].includes(object.unit));
});

await check('embeddings', async () => {
  const { embeddings, usage } = await embedMany({ model: site.embeddingModel(model), values: ['one', 'two'] });
  assert.equal(embeddings.length, 2);
  assert.ok(usage.tokens > 0);
});

await check('errors it can tell apart', async () => {
  const unknown = await refused(APICallError, generateText({ model: site.chatModel('nobody'), prompt: 'x', maxRetries: 0 }));
  assert.equal(unknown.statusCode, 404);
  assert.equal(unknown.isRetryable, false);
  assert.ok(unknown.message.includes('nobody'), unknown.message);
});

await check('a refusal is retried when it says', async () => {
  const leave = new AbortController();
  for (let i = 0; i < 2; i++) {
    const held = streamText({ model: chat, prompt: 'a long story', maxOutputTokens: 100_000, abortSignal: leave.signal, onError: () => {} });
    await held.textStream[Symbol.asyncIterator]().next();
  }
  const before = wire.calls.length;
  const patient = createOpenAICompatible({ name: 'wattmill', baseURL: url + '/v1', apiKey: key, fetch: async (input, init) => {
    const response = await wire.fetch(input, init);
    leave.abort();
    return response;
  } });
  await generateText({ model: patient.chatModel(model), prompt: 'let me in', maxOutputTokens: 5, maxRetries: 4 });
  const [first, second] = wire.calls.slice(before);
  assert.equal(first.status, 429);
  const waited = second.asked - first.answered, told = toldToWait(first.headers);
  assert.ok(told > 0 && waited >= told - 50 && waited < told + 2000 + stoodStill(), `waited ${waited} ms, told ${told}`);
});

await check('an answer that is left', async () => {
  const leave = new AbortController();
  const answer = streamText({ model: chat, prompt: 'a long story', maxOutputTokens: 100_000, abortSignal: leave.signal, onError: () => {} });
  let seen = 0;
  for await (const part of answer.fullStream) {
    if (part.type === 'text-delta' && ++seen === 10) {
      leave.abort();
      break;
    }
  }
  facts.left = { id: lastId(), seen };
});

done();
