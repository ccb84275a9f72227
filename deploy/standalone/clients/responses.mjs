// SPDX-License-Identifier: Apache-2.0
import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { assert, check, done, facts, fitsWeather, key, model, refused, url, weather } from './harness.mjs';

const client = new OpenAI({ baseURL: url + '/v1', apiKey: key });
const ask = (input, max_output_tokens = 40) => ({ model, input, max_output_tokens });
const tools = [{ type: 'function', strict: true, ...weather }];

await check('a whole response', async () => {
  const response = await client.responses.create(ask('hello'));
  assert.ok(response.output_text.length > 0);
  assert.ok(['completed', 'incomplete'].includes(response.status));
  assert.equal(response.usage.total_tokens, response.usage.input_tokens + response.usage.output_tokens);
  assert.equal(typeof response.usage.wattmill.cost, 'number');
  facts.whole = { id: response._request_id, input: response.usage.input_tokens, output: response.usage.output_tokens };
});

await check('a stream, put together', async () => {
  const stream = client.responses.stream(ask('hello'));
  let text = '', last = -1;
  for await (const event of stream) {
    assert.equal(event.sequence_number, ++last);
    if (event.type === 'response.output_text.delta') text += event.delta;
  }
  const response = await stream.finalResponse();
  assert.equal(response.output_text, text);
  assert.equal((await client.responses.create(ask('hello'))).output_text, text);
});

await check('read again, listed, deleted', async () => {
  const first = await client.responses.create(ask('hello'));
  const second = await client.responses.create({ ...ask('and then?'), previous_response_id: first.id });
  const again = await client.responses.retrieve(second.id);
  assert.deepEqual(again.output, second.output);
  const items = [];
  for await (const item of client.responses.inputItems.list(second.id, { order: 'asc', limit: 2 })) items.push(item);
  assert.deepEqual(items.map(item => item.role), ['user', 'assistant', 'user']);
  assert.equal(items[1].content[0].text, first.output_text);
  await client.responses.delete(first.id);
  await refused(OpenAI.NotFoundError, client.responses.retrieve(first.id));
  const gone = await refused(OpenAI.BadRequestError, client.responses.create({ ...ask('x'), previous_response_id: second.id }));
  assert.equal(gone.code, 'previous_response_not_found');
});

await check('a tool, called and answered', async () => {
  const question = { ...ask('how is it outside?', 400), tools, tool_choice: 'required' };
  const first = await client.responses.stream(question).finalResponse();
  const call = first.output.find(item => item.type === 'function_call');
  assert.equal(call.name, 'get_weather');
  fitsWeather(JSON.parse(call.arguments));
  const second = await client.responses.create({ ...ask('', 400), tools, previous_response_id: first.id,
    input: [{ type: 'function_call_output', call_id: call.call_id, output: 'sunny' }] });
  assert.ok(second.output_text.length > 0);
});

await check('a response that fits a schema', async () => {
  const format = zodTextFormat(z.object({ city: z.string(), unit: z.enum(['C', 'F']) }), 'weather');
  const response = await client.responses.parse({ ...ask('as JSON', 400), text: { format } });
  assert.ok(['C', 'F'].includes(response.output_parsed.unit));
});

await check('reasoning', async () => {
  const response = await client.responses.create({ ...ask('why?', 3000), reasoning: { effort: 'low' } });
  assert.equal(response.output[0].type, 'reasoning');
  assert.ok(response.output[0].content[0].text.length > 0);
  const thought = response.usage.output_tokens_details.reasoning_tokens;
  assert.ok(thought > 0 && thought < response.usage.output_tokens);
  facts.reasoning = { id: response._request_id, output: response.usage.output_tokens };
});

await check('errors it can tell apart', async () => {
  const unknown = await refused(OpenAI.NotFoundError, client.responses.create({ ...ask('x'), model: 'nobody' }));
  assert.equal(unknown.code, 'model_not_found');
  const hosted = await refused(OpenAI.BadRequestError, client.responses.create({ ...ask('x'), tools: [{ type: 'web_search' }] }));
  assert.equal(hosted.param, 'tools[0].type');
  await refused(OpenAI.BadRequestError, client.responses.create({ ...ask('x'), background: true }));
  await refused(OpenAI.BadRequestError, client.responses.cancel('resp_1'));
});

await check('a response that is left', async () => {
  const { data: stream, response } = await client.responses.create(
    { ...ask('a long story', 4000), ignore_eos: true, stream: true }).withResponse();
  let seen = 0;
  for await (const event of stream) {
    if (event.type === 'response.output_text.delta' && ++seen === 10) break;
  }
  facts.left = { id: response.headers.get('x-request-id'), seen };
});

done();
