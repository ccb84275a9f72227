// SPDX-License-Identifier: Apache-2.0
'use strict';

const KEY = 'wattmill-key';
const LIMIT = 500;
const LIVE_MS = 1000, CALM_MS = 10000;
const PART_BYTES = 2 << 20; // of a trace that is sent: below what gateway and twin take at once
const byId = id => document.getElementById(id);
let runs = [], timer = 0, asking = 0, mayAsk = true, comparing = '';

// --- words: what is not known is a dash, never a zero

const NONE = '–';
const known = v => typeof v === 'number' && isFinite(v);
function number(v) {
  if (!known(v)) return NONE;
  for (const [size, unit] of [[1e9, 'G'], [1e6, 'M'], [1e4, 'k']]) {
    if (Math.abs(v) >= size) return Number((v / (unit === 'k' ? 1e3 : size)).toPrecision(3)) + unit;
  }
  return Math.abs(v) >= 100 ? String(Math.round(v)) : String(Number(v.toPrecision(3)));
}
const percent = v => known(v) ? (v > 0.99 && v < 1 ? (v * 100).toFixed(2) : Math.round(v * 100)) + ' %' : NONE;
const fixed = digits => v => known(v) ? v.toFixed(digits) : NONE;
const moment = us => new Date(us / 1000).toISOString().slice(5, 16).replace('T', ' ');

/** Figures of a run: key, words, unit, how it is written, and whether less of it is better. */
const LESS = true;
const FIGURES = [
  ['output_tokens_per_s', 'tokens/s', 'output tokens/s', number],
  ['output_tokens_per_facility_joule', 'tokens/J', 'output tokens per joule at the utility meter', number],
  ['cost_per_mtok', '$/Mtok', 'cost per Mtok, input and output, in the plan’s currency', fixed(3), LESS],
  ['slo_attainment', 'SLO', 'SLO attainment', percent],
  ['pue', 'PUE', 'PUE, year', fixed(3), LESS],
];
const MORE_FIGURES = new Map([
  ['input_tokens_per_s', ['input tokens/s', number]],
  ['output_tokens_per_s_per_provisioned_mw', ['output tokens/s per provisioned MW', number]],
  ['output_tokens_per_s_per_measured_mw', ['output tokens/s per MW drawn', number]],
  ['output_tokens_per_gpu_joule', ['output tokens per joule, GPUs', number]],
  ['output_tokens_per_it_joule', ['output tokens per joule, IT', number]],
  ['energy_mwh_per_year', ['energy, MWh/year', number, LESS]],
  ['cost_per_output_mtok', ['cost per Mtok of output', fixed(3), LESS]],
  ['cost_per_year', ['cost per year', number, LESS]],
  ['useful_share', ['GPU time useful', percent]], ['busy_share', ['GPU time busy otherwise', percent, LESS]],
  ['idle_share', ['GPU time idle', percent, LESS]], ['stranded_share', ['GPU time stranded', percent, LESS]],
  ['availability', ['availability', percent]],
  ['wue_l_per_kwh', ['WUE, L/kWh', fixed(3), LESS]],
  ['carbon_g_per_kwh', ['carbon, g/kWh', number, LESS]], ['carbon_g_per_mtok', ['carbon, g/Mtok', number, LESS]],
  ...FIGURES.map(([key, , words, write, less]) => [key, [words, write, less]]),
]);
const ORDER = [...FIGURES.map(f => f[0]), ...MORE_FIGURES.keys()].filter((key, i, all) => all.indexOf(key) === i);

/** Columns: key of the sort, heading, what it says, value to sort by. */
const COLUMNS = [
  ['plan', 'plan', 'text', r => r.plan], ['load', 'load', 'text', loadOf], ['seed', 'seed', '', r => r.seed],
  ['state', 'state', 'text', r => r.state],
  ...FIGURES.map(([key, words]) => [key, words, '', r => (r.summary || {})[key]]),
  ['verdict', 'verdict', 'text', r => r.verdict || ''], ['created', 'asked, UTC', 'text', r => r.created_at_us],
];
function loadOf(run) {
  return ((run.load || '').replace(/^the plan's workloads: /, '') || (run.trace === 'planned' ? 'the plan’s workloads' : run.trace)).replace(/^uploaded:[^/]*\//, '') + (run.model ? ` → ${run.model}` : '');
}

// --- what is looked at stands in the address

function view() {
  const told = new URLSearchParams(location.hash.slice(1));
  const [sort, down] = (told.get('sort') || 'created:down').split(':');
  return { filter: told.get('filter') || '', sort, down: down === 'down', picked: (told.get('pick') || '').split(',').filter(Boolean) };
}
function look(change) {
  const v = { ...view(), ...change };
  const told = new URLSearchParams();
  if (v.filter) told.set('filter', v.filter);
  if (v.sort !== 'created' || !v.down) told.set('sort', v.sort + (v.down ? ':down' : ':up'));
  if (v.picked.length) told.set('pick', v.picked.join(','));
  const text = told.toString();
  history.replaceState(null, '', text ? '#' + text : location.pathname);
  show();
}

// --- elements: text is only ever text

function make(tag, className, text) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  if (text !== undefined) e.textContent = text;
  return e;
}
function button(text, title, act) {
  const e = make('button', '', text);
  e.type = 'button';
  e.title = title;
  e.addEventListener('click', act);
  return e;
}

// --- questions

class Refused extends Error {
  constructor(status, message) { super(message); this.status = status; }
}
async function fetched(path, options) {
  const headers = { authorization: 'Bearer ' + sessionStorage.getItem(KEY), ...(options && options.body ? { 'content-type': options.type || 'application/json' } : {}) };
  const response = await fetch(path, { ...options, headers, cache: 'no-store' });
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  throw new Refused(response.status, refusal(body) || 'the gateway answered ' + response.status);
}
/** An error's message, or what is wrong with a plan: the first few places. */
function refusal(body) {
  if (body.error) return body.error.message;
  const wrong = body.problems || [];
  return wrong.slice(0, 8).map(p => `${p.path}: ${p.problem}; ${p.fix}`).join('\n') + (wrong.length > 8 ? `\nand ${wrong.length - 8} more` : '');
}
const ask = async path => (await fetched(path)).json();
const post = async (path, body) => (await fetched(path, { method: 'POST', body: body && JSON.stringify(body) })).json();

// --- runs

const words = run => [run.plan, loadOf(run), run.state, run.verdict, run.requested_by, run.id, 'seed ' + run.seed].join(' ').toLowerCase();
function ordered(v) {
  const column = COLUMNS.find(c => c[0] === v.sort) || COLUMNS[COLUMNS.length - 1];
  const sign = v.down ? -1 : 1;
  return runs.filter(r => v.filter.toLowerCase().split(/\s+/).every(word => words(r).includes(word)))
    .map(r => [column[3](r), r])
    .sort(([a], [b]) => (a === undefined) - (b === undefined) || sign * (a < b ? -1 : a > b ? 1 : 0)).map(pair => pair[1]);
}

function heading(v) {
  const row = make('tr');
  row.append(make('th', 'text', ''));
  for (const [key, text, kind] of COLUMNS) {
    const th = make('th', kind);
    if (v.sort === key) th.setAttribute('aria-sort', v.down ? 'descending' : 'ascending');
    th.append(button(text, 'sort by ' + text, () => look({ sort: key, down: v.sort === key ? !v.down : kind !== 'text' })));
    row.append(th);
  }
  row.append(make('th', 'text', 'report'));
  return row;
}

function line(run, v) {
  const row = make('tr', v.picked.includes(run.id) ? 'picked' : '');
  row.dataset.run = run.id;
  row.dataset.seed = run.seed;
  row.title = `${run.id}, by ${run.requested_by}, Wattmill ${run.version}` + (run.trace_sha256 ? `, trace ${run.trace_sha256.slice(0, 12)}` : '');
  const pick = make('input');
  pick.type = 'checkbox';
  pick.checked = v.picked.includes(run.id);
  pick.disabled = run.state !== 'done';
  pick.setAttribute('aria-label', 'compare run of ' + run.plan);
  pick.addEventListener('change', () => look({ picked: pick.checked ? [...v.picked, run.id].slice(-2) : v.picked.filter(id => id !== run.id) }));
  row.append(cell('text', pick), cell('text', make('span', 'name', run.plan)), cell('text', make('span', 'name', loadOf(run))),
    make('td', '', String(run.seed)), state(run));
  for (const [key, , , write] of FIGURES) row.append(make('td', '', write((run.summary || {})[key])));
  row.append(make('td', 'text ' + (run.verdict || ''), run.verdict ? run.verdict.replace('_', ' ') : NONE), make('td', 'text', moment(run.created_at_us)), deeds(run));
  return row;
}
function cell(className, inner) {
  const td = make('td', className);
  td.append(inner);
  return td;
}
function state(run) {
  const td = make('td', 'text ' + run.state, run.state);
  if (run.error) td.title = run.error;
  if (run.state === 'running') {
    const bar = make('progress');
    bar.value = run.progress;
    bar.setAttribute('aria-label', percent(run.progress));
    td.append(' ', bar);
  }
  return td;
}
function deeds(run) {
  const td = make('td', 'text');
  if (run.state === 'done') {
    for (const form of ['html', 'md', 'json']) td.append(button(form, 'save the report as ' + form, () => save(run, form)), ' ');
  }
  if (mayAsk && (run.state === 'queued' || run.state === 'running')) {
    td.append(button('cancel', 'end this run', () => act(() => post(`/twin/runs/${run.id}/cancel`), 'asked to end')));
  } else if (mayAsk) {
    td.append(button('again', 'the same question once more', () => act(() => post(`/twin/runs/${run.id}/again`), 'queued again')));
  }
  return td;
}

/** The report carries its own script and style: it is saved and opened by itself, not within this page. */
async function save(run, form) {
  try {
    const blob = await (await fetched(`/twin/runs/${run.id}/report.${form}`)).blob();
    const link = make('a');
    link.href = URL.createObjectURL(blob);
    link.download = `${run.plan.replace(/[^\w-]+/g, '-')}-${run.id.slice(0, 8)}.${form}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), CALM_MS);
    tell(`saved ${link.download}`);
  } catch (e) {
    tell(e.message, true);
  }
}

function show() {
  const v = view(), rows = ordered(v), table = byId('runs');
  const focused = document.activeElement && document.activeElement.closest('#runs') ? document.activeElement.title : '';
  table.replaceChildren(heading(v), ...rows.map(run => line(run, v)));
  if (!rows.length) {
    const td = make('td', 'empty', runs.length ? 'no run is like this' : 'no run yet: start one above, or POST /twin/runs');
    td.colSpan = COLUMNS.length + 2;
    const tr = make('tr');
    tr.append(td);
    table.append(tr);
  }
  if (focused) [...table.querySelectorAll('button')].find(b => b.title === focused)?.focus();
  compare(v.picked);
}

// --- two of them

async function compare(picked) {
  const wanted = picked.length === 2 ? picked.join(',') : '';
  byId('compared').hidden = !wanted;
  byId('hint').hidden = !!wanted;
  if (wanted === comparing || !wanted) { comparing = wanted; return; }
  comparing = wanted;
  try {
    const found = await ask(`/twin/runs/compare?a=${encodeURIComponent(picked[0])}&b=${encodeURIComponent(picked[1])}`);
    if (comparing === wanted) differences(found);
  } catch (e) {
    comparing = '';
    tell(e.message, true);
  }
}
function differences(found) {
  byId('between').textContent = `A: ${title(found.a)}   →   B: ${title(found.b)}`;
  const head = make('tr');
  for (const [i, text] of ['figure', 'A', 'B', 'B − A', 'B / A'].entries()) head.append(make('th', i ? '' : 'text', text));
  const place = key => ORDER.indexOf(key) < 0 ? ORDER.length : ORDER.indexOf(key);
  const rows = found.metrics.sort((x, y) => place(x.metric) - place(y.metric)).map(difference);
  byId('differences').replaceChildren(head, ...rows);
}
const title = run => `${run.plan}, ${loadOf(run)}, seed ${run.seed}`;
function difference(each) {
  const [text, write, less] = MORE_FIGURES.get(each.metric) || [each.metric, number];
  const row = make('tr'), d = each.difference;
  row.dataset.metric = each.metric;
  const mood = d === 0 ? '' : (d < 0) === !!less ? 'better' : 'worse';
  const size = write === percent ? number(Math.abs(d) * 100) + ' points' : write(Math.abs(d));
  const change = d === 0 ? 'the same' : (d > 0 ? '+' : '−') + size;
  row.append(make('td', 'text', text), make('td', '', write(each.a)), make('td', '', write(each.b)), make('td', mood, change),
    make('td', '', known(each.ratio) ? Number(each.ratio.toPrecision(4)) + '×' : NONE));
  return row;
}

// --- one's own plan and trace

async function keepPlan(file) {
  const body = await file.text();
  const plan = await (await fetched('/twin/plans', { method: 'POST', body, type: 'application/yaml' })).json();
  await plans();
  byId('plan').value = 'id:' + plan.id;
  return { plan: plan.name };
}
/** In parts: each begins where the one before it ended, and the last makes a trace of them. */
async function sendTrace(file) {
  const name = byId('tracename').value.trim() || nameOf(file);
  let at = 0, sent;
  do {
    const end = Math.min(file.size, at + PART_BYTES);
    const query = new URLSearchParams({ name, format: byId('format').value, at, more: end < file.size });
    sent = await (await fetched('/twin/traces?' + query, { method: 'POST', body: file.slice(at, end), type: 'text/plain' })).json();
    tell(`${name}: ${percent(end / Math.max(1, file.size))} sent`);
    at = end;
  } while (at < file.size);
  await traces();
  byId('trace').value = sent.trace;
  chosen();
  return { plan: `${name}, ${number(sent.requests)} requests` };
}
const nameOf = file => file.name.replace(/\.[^.]*$/, '').replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, 64) || 'trace';
async function dropTrace() {
  const name = byId('trace').value.replace(/^uploaded:/, '');
  await fetched('/twin/traces/' + encodeURIComponent(name), { method: 'DELETE' });
  await traces();
  return { plan: name };
}
/** A twin that takes no traces has none to choose from. */
async function traces() {
  const sent = await ask('/twin/traces').catch(() => ({ data: [] }));
  const group = make('optgroup'), select = byId('trace'), was = select.value;
  group.label = 'traces sent';
  group.append(...sent.data.map(each => {
    const option = make('option', '', each.name);
    option.value = each.trace;
    option.title = `${each.format}, ${number(each.bytes)} bytes`;
    return option;
  }));
  select.querySelector('optgroup')?.remove();
  if (sent.data.length) select.append(group);
  select.value = [...select.options].some(option => option.value === was) ? was : 'planned';
  chosen();
}
const chosen = () => { byId('drop').hidden = !byId('trace').value.startsWith('uploaded:'); };

// --- starting one

async function plans() {
  const [kept, shipped] = await Promise.all([ask('/twin/plans?limit=100'), ask('/twin/plans/references')]);
  const select = byId('plan'), was = select.value;
  const group = (label, options) => {
    const e = make('optgroup');
    e.label = label;
    e.append(...options);
    return e;
  };
  const option = (value, text) => {
    const e = make('option', '', text);
    e.value = value;
    return e;
  };
  const stored = kept.data.map(plan => option('id:' + plan.id, `${plan.name} (${plan.sha256.slice(0, 8)})`));
  select.replaceChildren(group('reference plans', shipped.data.map(plan => option('ref:' + plan.name, plan.name))),
    ...(stored.length ? [group('plans on record', stored)] : []));
  if (was) select.value = was;
}
function question() {
  const [kind, plan] = [byId('plan').value.slice(0, byId('plan').value.indexOf(':')), byId('plan').value.slice(byId('plan').value.indexOf(':') + 1)];
  return { ...(kind === 'ref' ? { reference: plan } : { plan_id: plan }), trace: byId('trace').value, requests: Number(byId('requests').value),
    seed: Number(byId('seed').value), seeds: Number(byId('seeds').value), ...(byId('model').value.trim() ? { model: byId('model').value.trim() } : {}) };
}
async function act(deed, said) {
  try {
    const run = await deed();
    tell(`${run.plan}: ${said}`);
    refresh();
  } catch (e) {
    if (e instanceof Refused && e.status === 403) { mayAsk = false; byId('ask').hidden = true; show(); }
    tell(e.message, true);
  }
}
function tell(text, bad) {
  byId('told').textContent = text;
  byId('told').className = bad ? 'bad' : '';
}

// --- the page

async function refresh() {
  clearTimeout(timer);
  if (!sessionStorage.getItem(KEY)) return;
  const mine = ++asking;
  let wait = CALM_MS;
  try {
    const listed = (await ask('/twin/runs?limit=' + LIMIT)).data;
    if (mine !== asking) return;
    runs = listed;
    if (byId('board').hidden) await Promise.all([plans(), traces()]);
    byId('enter').hidden = true;
    for (const id of ['board', 'filter', 'leave']) byId(id).hidden = false;
    show();
    if (runs.some(run => run.state === 'queued' || run.state === 'running')) wait = LIVE_MS;
    linked(wait === LIVE_MS ? 'live' : `${runs.length} runs`);
  } catch (e) {
    if (mine !== asking) return;
    if (e instanceof Refused && (e.status === 401 || e.status === 403)) return leave(e.message);
    if (e instanceof Refused && e.status === 503 && byId('board').hidden) return leave(e.message);
    linked(`no answer; asking again (${e.message})`, true);
  }
  timer = setTimeout(refresh, wait);
}
function linked(text, late) {
  byId('link').textContent = text;
  byId('link').className = late ? 'late' : '';
}
function leave(reason) {
  sessionStorage.removeItem(KEY);
  clearTimeout(timer);
  asking++;
  runs = [];
  comparing = '';
  mayAsk = true;
  byId('ask').hidden = false;
  byId('refusal').textContent = reason;
  byId('enter').hidden = false;
  for (const id of ['board', 'filter', 'leave']) byId(id).hidden = true;
  linked('not connected');
}

byId('enter').addEventListener('submit', event => {
  event.preventDefault();
  sessionStorage.setItem(KEY, byId('key').value.trim());
  byId('key').value = '';
  byId('refusal').textContent = '';
  refresh();
});
byId('leave').addEventListener('click', () => leave(''));
byId('run').addEventListener('click', () => act(() => post('/twin/runs', question()), 'queued'));
byId('planfile').addEventListener('change', event => event.target.files.length && act(() => keepPlan(event.target.files[0]), 'on record and chosen'));
byId('tracefile').addEventListener('change', event => {
  const file = event.target.files[0];
  byId('send').disabled = !file;
  if (file && file.name.endsWith('.csv')) byId('format').value = 'azure';
});
byId('send').addEventListener('click', () => act(() => sendTrace(byId('tracefile').files[0]), 'kept and chosen'));
byId('drop').addEventListener('click', () => act(dropTrace, 'deleted'));
byId('trace').addEventListener('change', chosen);
byId('filter').value = view().filter;
byId('filter').addEventListener('input', () => look({ filter: byId('filter').value }));
addEventListener('hashchange', () => { byId('filter').value = view().filter; show(); });
if (sessionStorage.getItem(KEY)) refresh();
