// SPDX-License-Identifier: Apache-2.0
'use strict';

// Draws /docs/openapi.json. All text comes from that file and is only ever text.

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const DEEPEST = 3;
const byId = id => document.getElementById(id);
let file = null;

function make(tag, className, text) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  if (text !== undefined) e.textContent = text;
  return e;
}

/** A text in which `this` is code. */
function prose(tag, className, text) {
  const e = make(tag, className);
  text.split('`').forEach((piece, i) => e.append(i % 2 ? make('code', '', piece) : piece));
  return e;
}

// --- the file

/** What a reference names, else the thing itself. */
function resolved(thing) {
  if (!thing || !thing.$ref) return thing || {};
  return thing.$ref.slice(2).split('/').reduce((at, name) => at[name.replace(/~1/g, '/').replace(/~0/g, '~')], file);
}
function operations() {
  return Object.entries(file.paths).flatMap(([path, item]) => METHODS
    .filter(method => item[method])
    .map(method => ({ path, method, ...item[method], parameters: [...(item.parameters || []), ...(item[method].parameters || [])].map(resolved) })));
}
/** The right that an operation needs; none where anybody may call it. */
function scope(operation) {
  const needs = operation.security || file.security || [];
  return needs.length ? Object.values(needs[0]).flat().join(', ') : '';
}
function kind(schema) {
  const s = resolved(schema);
  if (s.const !== undefined) return JSON.stringify(s.const);
  if (s.enum) return s.enum.map(v => typeof v === 'string' ? v : JSON.stringify(v)).join(' | ');
  const types = [].concat(s.type || 'any').map(t => t === 'array' && s.items ? kind(s.items) + '[]' : t).join(' | ');
  const bounds = [['minimum', '≥ '], ['maximum', '≤ '], ['maxLength', '≤ ']].filter(([k]) => s[k] !== undefined)
    .map(([k, sign]) => sign + s[k].toLocaleString('en-US') + (k === 'maxLength' ? ' characters' : ''));
  const usual = s.default === undefined ? [] : ['default ' + JSON.stringify(s.default)];
  return [types, ...bounds, ...usual].join(', ');
}

// --- pieces of an operation

function row(table, depth, name, must, schema, description) {
  const line = table.insertRow();
  const first = line.insertCell();
  if (depth) first.className = 'in' + depth;
  first.append(name);
  if (must) first.append(make('span', 'must', ' *'));
  const about = line.insertCell();
  about.append(make('span', 'kind', kind(schema)));
  if (description) about.append(prose('div', '', description));
}
function members(table, schema, depth) {
  let s = resolved(schema);
  if (s.type === 'array' && s.items) s = resolved(s.items);
  for (const [name, member] of Object.entries(s.properties || {})) {
    row(table, depth, name, (s.required || []).includes(name), member, resolved(member).description);
    if (depth < DEEPEST) members(table, member, depth + 1);
  }
}
function tableOf(fill) {
  const wide = make('div', 'wide'), table = make('table');
  fill(table);
  wide.append(table);
  return wide;
}
function bodyOf(content) {
  const [type, media] = Object.entries(content)[0];
  return { type, schema: media.schema, example: media.example };
}
function section(into, title, ...things) {
  into.append(make('h3', '', title), ...things);
}
function parameters(into, operation) {
  for (const [place, title] of [['path', 'In the path'], ['query', 'In the query'], ['header', 'In the header']]) {
    const here = operation.parameters.filter(p => p.in === place);
    if (here.length) {
      section(into, title, tableOf(table => here.forEach(p => row(table, 0, p.name, p.required, p.schema, p.description))));
    }
  }
}
function request(into, operation) {
  if (!operation.requestBody) return;
  const body = bodyOf(operation.requestBody.content);
  section(into, 'Body: ' + body.type + (operation.requestBody.required ? '' : ', may be left out'),
    tableOf(table => members(table, body.schema, 0)));
}
function answers(into, operation) {
  section(into, 'Answers', tableOf(table => {
    for (const [status, given] of Object.entries(operation.responses)) {
      const answer = resolved(given), line = table.insertRow();
      line.insertCell().append(status);
      const about = line.insertCell();
      about.append(prose('span', '', answer.description + ' '));
      if (answer.content) about.append(make('span', 'kind', Object.keys(answer.content).join(', ')));
    }
  }));
  const whole = operation.responses['200'] && resolved(operation.responses['200']).content;
  const schema = whole && bodyOf(whole).schema;
  if (schema && resolved(schema).properties) section(into, 'Fields of the answer', tableOf(table => members(table, schema, 0)));
}

// --- an example to paste

const quoted = text => "'" + text.replace(/'/g, "'\\''") + "'";
function filled(parameter) {
  const s = resolved(parameter.schema);
  return encodeURIComponent(String(parameter.example ?? s.example ?? (s.enum ? s.enum[0] : '…')));
}
function curl(operation) {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => filled(operation.parameters.find(p => p.name === name)));
  const query = operation.parameters.filter(p => p.in === 'query' && p.required).map(p => p.name + '=' + filled(p)).join('&');
  const url = location.origin + path + (query && '?' + query);
  const lines = ['curl ' + (operation.method === 'get' ? '' : '-X ' + operation.method.toUpperCase() + ' ') + (query ? quoted(url) : url)];
  if (scope(operation)) lines.push('-H "authorization: Bearer $KEY"');
  if (operation.requestBody) {
    const body = bodyOf(operation.requestBody.content);
    const json = body.type === 'application/json';
    if (!json || body.example) {
      lines.push('-H ' + quoted('content-type: ' + body.type), json ? '-d ' + quoted(JSON.stringify(body.example)) : '--data-binary @FILE');
    }
  }
  return lines.join(' \\\n  ');
}
function example(into, operation) {
  const box = make('div', 'curl'), text = curl(operation), copy = make('button', '', 'copy');
  copy.type = 'button';
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text).then(() => copy.textContent = 'copied', () => copy.textContent = 'select it');
    setTimeout(() => copy.textContent = 'copy', 1500);
  });
  box.append(make('pre', '', text), copy);
  section(into, 'Example', box);
}

// --- the page

function card(operation) {
  const details = make('details'), line = make('summary'), inside = make('div', 'inside');
  const needs = scope(operation);
  details.id = operation.operationId;
  details.dataset.words = [operation.method, operation.path, operation.summary, operation.description || '', operation.tags.join(' '),
    needs || 'public', ...operation.parameters.map(p => p.name)].join(' ').toLowerCase();
  line.append(make('span', 'method ' + operation.method, operation.method.toUpperCase()), make('code', '', operation.path),
    make('span', 'says', operation.summary), make('span', 'scope', needs ? 'key: ' + needs : 'public'));
  details.append(line, inside);
  details.addEventListener('toggle', () => details.open && open(inside, operation));
  return details;
}
/** What is inside is drawn when somebody looks. */
function open(inside, operation) {
  if (inside.childElementCount) return;
  if (operation.description) inside.append(prose('p', '', operation.description));
  example(inside, operation);
  parameters(inside, operation);
  request(inside, operation);
  answers(inside, operation);
}
function draw() {
  byId('about').textContent = file.info.description;
  const all = operations();
  for (const tag of file.tags) {
    const group = make('section'), link = make('a', '', tag.name);
    group.id = 'tag-' + tag.name;
    link.href = '#' + group.id;
    byId('tags').append(link);
    group.append(make('h2', '', tag.name), make('p', '', tag.description),
      ...all.filter(o => o.tags.includes(tag.name)).map(card));
    byId('operations').append(group);
  }
  follow();
}
function search() {
  const words = byId('search').value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const details of document.querySelectorAll('details')) {
    details.hidden = !words.every(word => details.dataset.words.includes(word));
    if (!details.hidden) found++;
  }
  for (const group of document.querySelectorAll('#operations section')) {
    group.hidden = !group.querySelector('details:not([hidden])');
  }
  byId('none').hidden = found > 0;
}
/** An address with #operation opens it. */
function follow() {
  const target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
  if (target && target.tagName === 'DETAILS') {
    target.open = true;
    target.scrollIntoView();
  }
}
async function start() {
  const response = await fetch('/docs/openapi.json');
  if (!response.ok) throw new Error('the gateway answered ' + response.status);
  file = await response.json();
  draw();
}
byId('search').addEventListener('input', search);
addEventListener('hashchange', follow);
addEventListener('keydown', event => {
  if (event.key === '/' && document.activeElement !== byId('search')) {
    event.preventDefault();
    byId('search').focus();
  }
});
start().catch(e => byId('trouble').textContent = 'The description of the API cannot be shown: ' + e.message);
