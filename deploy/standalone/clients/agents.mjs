// SPDX-License-Identifier: Apache-2.0
import OpenAI from 'openai';
import { Agent, run, setDefaultOpenAIClient, setOpenAIAPI, setTracingDisabled, tool } from '@openai/agents';
import { z } from 'zod';
import { assert, check, done, facts, fitsWeather, key, model, url } from './harness.mjs';

const calls = [];
const client = new OpenAI({ baseURL: url + '/v1', apiKey: key, fetch: async (input, init) => {
  const response = await fetch(input, init);
  calls.push({ path: new URL(input.url ?? input).pathname, id: response.headers.get('x-request-id') });
  return response;
} });
setDefaultOpenAIClient(client);
setOpenAIAPI('responses');
setTracingDisabled(true);

const given = [];
const getWeather = tool({
  name: 'get_weather',
  description: 'The weather of a city.',
  parameters: z.object({ city: z.string(), days: z.number().int().min(1).max(7) }),
  execute: async args => { given.push(args); return 'sunny'; },
});
const agent = new Agent({ name: 'Weather', instructions: 'Be brief.', model, tools: [getWeather], modelSettings: { maxTokens: 400 } });

await check('an agent that calls its tool', async () => {
  const result = await run(agent, 'please use get_weather');
  assert.ok(result.finalOutput.length > 0);
  assert.equal(given.length, 1);
  fitsWeather(given[0]);
  assert.deepEqual(calls.map(call => call.path), ['/v1/responses', '/v1/responses']);
});

await check('the same as a stream', async () => {
  given.length = 0;
  const result = await run(agent, 'please use get_weather', { stream: true });
  let text = '';
  for await (const part of result.toTextStream()) text += part;
  await result.completed;
  assert.equal(given.length, 1);
  assert.ok(text.includes(result.finalOutput));
});

await check('a conversation that the site remembers', async () => {
  const first = await run(agent, 'hello');
  const second = await run(agent, 'and then?', { previousResponseId: first.lastResponseId });
  const items = await client.responses.inputItems.list(second.lastResponseId, { order: 'asc' });
  assert.deepEqual(items.data.map(item => item.role), ['user', 'assistant', 'user']);
  const usage = second.rawResponses.at(-1).usage;
  facts.whole = { id: calls.filter(call => call.path === '/v1/responses').at(-1).id, input: usage.inputTokens, output: usage.outputTokens };
});

done();
