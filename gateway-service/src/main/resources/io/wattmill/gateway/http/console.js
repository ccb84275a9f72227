// SPDX-License-Identifier: Apache-2.0
'use strict';

const KEY = 'wattmill-key';
const KEPT = 120;          // points of a sparkline: two minutes
const LATE_MS = 3500;      // three boards missed
const MAX_WAIT_MS = 10000;
const STALE_MS = 10000;    // figures of this age are said to be old
const MAX_TROUBLES = 6;
const byId = id => document.getElementById(id);
const courses = new Map();
let last = null, heardAt = 0, waitMs = 1000, abort = null;

// --- words: what is not known is a dash, never a zero

const NONE = '–';
const known = v => typeof v === 'number';
function number(v) {
  if (!known(v)) return NONE;
  for (const [size, unit] of [[1e9, 'G'], [1e6, 'M'], [1e4, 'k']]) {
    if (Math.abs(v) >= size) return Number((v / (unit === 'k' ? 1e3 : size)).toPrecision(3)) + unit;
  }
  return Math.abs(v) >= 100 ? String(Math.round(v)) : String(Number(v.toPrecision(3)));
}
const money = v => !known(v) ? NONE : Math.abs(v) >= 0.01 || v === 0 ? v.toFixed(2) : plain(v);
const plain = v => v.toFixed(Math.min(9, 2 - Math.floor(Math.log10(Math.abs(v)))));
const percent = v => !known(v) ? NONE : (v > 0.99 && v < 1 ? (v * 100).toFixed(2) : Math.round(v * 100)) + ' %';
const count = v => known(v) ? v.toLocaleString('en-US') : NONE;
const clock = us => new Date(us / 1000).toISOString().slice(11, 19) + ' UTC';
const times = p => p && known(p.p50) ? number(p.p50) + ' / ' + number(p.p99) : NONE;
/** An instant as seen at another one: of another day, the day is told too. */
function instant(us, nowUs) {
  const day = t => new Date(t / 1000).toISOString().slice(0, 10);
  return day(us) === day(nowUs) ? clock(us) : day(us) + ' ' + clock(us);
}

// --- elements: text is only ever text

function make(tag, className, text) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  if (text !== undefined) e.textContent = text;
  return e;
}
function age(basis) {
  if (!known(basis.age_ms)) return 'never heard';
  return basis.age_ms < 1000 ? basis.age_ms + ' ms old' : (basis.age_ms / 1000).toFixed(1) + ' s old';
}
const rests = basis => `${age(basis)} · ${basis.trust} · ${basis.source}`;

// --- verdicts

const CARDS = [
  ['tokens_per_second', 'tokens/s', number],
  ['tokens_per_joule', 'tokens/J', number],
  ['charged_per_mtok', 'charged per Mtok', money],
  ['energy_cost_per_mtok', 'electricity per Mtok', money],
  ['slo_attainment', 'SLO met', percent],
  ['slo_budget_left', 'SLO budget left', v => v < 0 ? 'overspent' : percent(v)],
  ['uptime', 'uptime', percent],
  ['power', 'power', number, f => known(f.power_share.value)
    ? `W, ${percent(f.power_share.value)} of ${number(f.power_budget.value)} W` : 'W'],
  ['tokens_per_second_per_measured_mw', 'tokens/s per MW drawn', number],
  ['tokens_per_second_per_provisioned_mw', 'tokens/s per MW provisioned', number],
  ['charged_per_success', 'charged per success', money],
  ['joules_per_success', 'joules per success', number],
];

function mood(name, v, share) {
  if (!known(v)) return '';
  if (name === 'power') return share > 1 ? 'bad' : share > 0.9 ? 'warn' : '';
  if (name === 'slo_budget_left') return v < 0 ? 'bad' : v < 0.25 ? 'warn' : '';
  if (name === 'uptime') return v < 0.9 ? 'bad' : v < 0.99 ? 'warn' : '';
  return '';
}

function sparkline(values) {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  svg.setAttribute('viewBox', `0 0 ${KEPT - 1} 20`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const top = Math.max(...values, 0) || 1;
  const line = document.createElementNS(ns, 'polyline');
  const from = KEPT - values.length;
  line.setAttribute('points', values.map((v, i) => `${from + i},${(19 - 18 * v / top).toFixed(1)}`).join(' '));
  svg.append(line);
  return svg;
}

function card(name, label, words, unit, figures) {
  const figure = figures[name];
  const e = make('div', 'card ' + mood(name, figure.value, figures.power_share.value));
  e.id = name;
  e.tabIndex = 0;
  e.title = rests(figure);
  e.append(make('div', 'name', label), make('div', 'trust ' + figure.trust, known(figure.value) ? figure.trust : ''));
  e.append(make('div', 'value', known(figure.value) ? words(figure.value) : NONE));
  e.append(make('div', known(figure.value) ? 'unit' : 'why', known(figure.value) ? unit(figures) : figure.reason));
  const course = courses.get(name) || [];
  if (course.length > 1) e.append(sparkline(course));
  return e;
}

// --- what needs somebody, in words; each links to the rows behind it

function troubles(board) {
  const f = board.figures, all = [];
  for (const t of board.slo.tiers) {
    if (known(t.budget_left) && t.budget_left < 0) {
      all.push(['bad', `tier ${t.tier}: ${count(t.missed)} of ${count(t.streams)} streams missed their times in the last hour, ${percent(1 - t.objective)} may`, 'tiers']);
    }
  }
  const share = f.power_share.value, breach = f.seconds_to_power_budget.value;
  if (known(share) && share > 1) all.push(['bad', `power is ${percent(share)} of its budget`, 'nodes']);
  else if (known(breach)) all.push(['warn', `power rises: over its budget in ${span(breach)}, by the last minute's line`, 'nodes']);
  else if (known(share) && share > 0.9) all.push(['warn', `power is ${percent(share)} of its budget`, 'nodes']);
  for (const n of board.nodes.list) {
    if (n.state !== 'serving') all.push([n.state === 'down' ? 'bad' : 'warn', `${n.node_id} is ${n.state}${n.reason ? ': ' + n.reason : ''}`, 'nodes']);
  }
  if (board.ledger.unpriced > 0) all.push(['bad', `${count(board.ledger.unpriced)} requests charged nothing: no price for ${board.ledger.unpriced_models.join(', ')}`, 'models']);
  if (board.ledger.refused > 0) all.push(['bad', `${count(board.ledger.refused)} usage records refused, kept in quarantine`, 'models']);
  if (board.services.silent_gateways > 0) all.push(['bad', `${count(board.services.silent_gateways)} gateway silent: its requests wait for settlement`, 'fleet']);
  for (const [basis, who] of [[f.power, 'the router'], [f.tokens_per_second, 'billing']]) {
    if (!known(basis.age_ms) || basis.age_ms > STALE_MS) all.push(['warn', `${who}: ${age(basis)}`, 'fleet']);
  }
  return all;
}
const span = s => s < 120 ? s + ' s' : s < 7200 ? Math.round(s / 60) + ' min' : Math.round(s / 3600) + ' h';

function attention(board) {
  const all = troubles(board);
  const shown = all.slice(0, MAX_TROUBLES).map(([how, text, where]) => {
    const li = make('li', how);
    const a = make('a', '', text);
    a.href = '#' + where;
    a.addEventListener('click', event => { event.preventDefault(); byId(where).scrollIntoView({ block: 'center' }); });
    li.append(a);
    return li;
  });
  if (all.length > shown.length) shown.push(make('li', 'warn', `and ${all.length - shown.length} more`));
  swap(byId('attention'), shown.length ? shown : [make('li', 'good', 'nothing needs you')]);
}

function bounds(board) {
  const by = new Map();
  for (const m of board.models) {
    const b = m.bound_by.value;
    if (b) by.set(b, [...(by.get(b) || []), m.name]);
  }
  byId('bounds').textContent = 'bound by: ' + ([...by].map(([b, names]) => `${b} (${names.join(', ')})`).join(', ') || NONE);
  byId('bounds').title = rests(board.columns.bound_by);
}

function verdicts(board) {
  const cards = CARDS.filter(([name]) => board.figures[name]).map(([name, label, words, unit]) => {
    const figure = board.figures[name];
    if (known(figure.value)) {
      const course = courses.get(name) || [];
      course.push(figure.value);
      courses.set(name, course.slice(-KEPT));
    }
    return card(name, label, words, unit || (() => figure.unit), board.figures);
  });
  swap(byId('verdicts'), cards);
}

/** Replaces children without taking the focus from the one that has it. */
function swap(parent, children) {
  const focused = document.activeElement && parent.contains(document.activeElement) ? document.activeElement.id : '';
  parent.replaceChildren(...children);
  if (focused && byId(focused)) byId(focused).focus({ preventScroll: true });
}

function utilization(u) {
  byId('time').title = rests(u);
  const parts = ['useful', 'busy', 'idle', 'stranded'];
  const heard = parts.some(p => known(u[p].share));
  swap(byId('bar'), heard ? parts.map(p => {
    const e = make('span', p);
    e.style.width = (100 * (u[p].share || 0)) + '%';
    return e;
  }) : []);
  swap(byId('legend'), heard ? parts.map(p => {
    const e = make('li');
    e.append(make('i', p), `${p === 'busy' ? 'busy, not delivered' : p} ${percent(u[p].share)} · ${number(u[p].gpu_seconds)} GPU-s`);
    return e;
  }) : [make('li', '', u.reason || '')]);
}

// --- tables

function table(id, heads, rows, none) {
  const head = make('tr');
  heads.forEach(([text, kind, basis]) => {
    const th = make('th', kind, text);
    if (basis) th.title = `${basis.unit} · ${rests(basis)}`;
    head.append(th);
  });
  const wanted = byId('filter').value.toLowerCase();
  const shown = rows.filter(cells => !wanted || cells.join(' ').toLowerCase().includes(wanted));
  const body = shown.map(cells => {
    const tr = make('tr');
    cells.forEach((cell, i) => {
      const td = make('td', cellClass(heads[i], cell), cell);
      if (heads[i][1] === ID) td.title = cell;
      tr.append(td);
    });
    return tr;
  });
  if (!body.length) {
    const td = make('td', 'empty', rows.length ? 'no row matches the filter' : none);
    td.colSpan = heads.length;
    const tr = make('tr');
    tr.append(td);
    body.push(tr);
  }
  byId(id).replaceChildren(...(rows.length ? [head] : []), ...body);
}
const STATES = ['serving', 'healthy', 'recovered', 'draining', 'joining', 'degraded', 'suspect', 'down', 'overspent'];
function cellClass([, kind], cell) {
  const state = STATES.find(s => cell === s || cell.endsWith(' → ' + s));
  return (kind || '') + (state ? ' ' + state : '');
}
const T = 'text', L = 'text long', ID = 'text id';

// --- what an engine takes for a token, and how well its agent knows

const mJ = (v, error) => known(v) ? number(1000 * v) + (known(error) ? ' ± ' + number(1000 * error) : '') : NONE;
function joules(e) {
  const { energy, learned } = e, sure = learned && learned.used ? learned : {};
  return energy ? [mJ(energy.prefill_joules_per_token, sure.prefill_error), mJ(energy.decode_joules_per_token, sure.decode_error),
    number(energy.base_watts), knownBy(energy, learned)] : [NONE, NONE, NONE, 'not metered'];
}
const off = share => known(share) ? `${number(100 * share)} % off` : 'error unknown';
function knownBy(energy, learned) {
  if (!learned) return energy.method;
  return learned.used ? `${energy.method}, ${off(learned.error)}, at batch ${count(learned.batch)}`
    : `${energy.method}; learned: ${off(learned.error)}, not used yet`;
}

// --- what happened: a node's state changed, or something befell one of its devices

const CODES = { xid: n => 'XID ' + n, device: state => state };
function what(e) {
  if (!e.code) return `${e.from} → ${e.to}`;
  const [kind, ...rest] = e.code.split('.');
  return CODES[kind] ? CODES[kind](rest.join('.')) : e.code;
}
/** The reason, without what stands before it already. */
const why = e => e.reason.startsWith(what(e) + ', ') ? e.reason.slice(what(e).length + 2) : e.reason;

const bound = b => !b.value ? NONE : b.engines < b.of ? `${b.value} (${b.engines} of ${b.of})` : b.value;

function tables(board) {
  const slo = { ...board.slo, unit: 'per tier' }, cur = board.currency, c = board.columns;
  table('models',
    [['model', T], [`TTFT p50 / p99 ms (≤ ${slo.ttft_target_ms})`, '', c.ttft_ms],
      [`TPOT p50 / p99 ms (≤ ${slo.tpot_target_ms})`, '', c.tpot_ms], ['tok/s', '', c.tokens_per_second],
      ['tok/J', '', c.tokens_per_joule], [`charged ${cur}/Mtok`, '', c.charged_per_mtok],
      ['requests', '', c.requests], ['bound by', T, c.bound_by]],
    board.models.map(m => [m.name, times(m.ttft_ms), times(m.tpot_ms), number(m.tokens_per_second),
      number(m.tokens_per_joule), money(m.charged_per_mtok), count(m.requests), bound(m.bound_by)]),
    'no node serves a model and no request has settled');
  table('tiers',
    [['tier', T], ['TTFT ≤ ms', '', slo], ['TPOT ≤ ms', '', slo], ['objective', '', slo], ['streams', '', slo],
      ['missed', '', slo], ['met', '', slo], ['budget left', '', slo]],
    slo.tiers.map(t => [t.tier, number(t.ttft_target_ms), number(t.tpot_target_ms), percent(t.objective),
      count(t.streams), count(t.missed), percent(t.attainment), t.budget_left < 0 ? 'overspent' : percent(t.budget_left)]),
    'no tier');
  table('projects',
    [['project', T], ['requests', '', c.requests], ['tokens in (cached)', '', c.input_tokens],
      ['tokens out', '', c.output_tokens], ['tok/s', '', c.tokens_per_second], [`${cur}/h`, '', c.charged_per_hour],
      [`charged ${cur}`, '', c.charged]],
    board.projects.map(p => [p.name, count(p.requests), `${count(p.input_tokens)} (${count(p.cached_tokens)})`,
      count(p.output_tokens), number(p.tokens_per_second), money(p.charged_per_hour), money(p.charged)]),
    'no request has settled yet');
  const o = board.outcomes;
  const outcomes = [['label', o.by_label], ['model', o.by_model], ['project', o.by_project]].flatMap(([kind, rows]) =>
    (rows || []).map(r => [kind, r.name, `${count(r.successes)} of ${count(r.requests)}`, money(r.charged_per_success),
      money(r.energy_cost_per_success), number(r.joules_per_success), `${count(r.measured_requests)} of ${count(r.requests)}`]));
  table('outcomes',
    [['by', T], ['name', T], ['successes'], [`charged ${cur}`], [`electricity ${cur}`], ['joules'], ['measured']],
    outcomes, 'no outcome was reported: POST /v1/outcomes {"request_id", "success"} tells whether a request was of use');
  table('nodes',
    [['node', T], ['state', T], ['since', T], ['power / cap W'], ['in flight'], ['reason', L]],
    board.nodes.list.map(n => [n.node_id, n.state, instant(n.state_since_us, board.taken_at_us),
      `${number(n.power_watts)} / ${number(n.power_cap_watts)}`, count(n.in_flight),
      n.reason || (n.emulated ? 'emulated' : '')]),
    'no node has joined; the router has not been heard, or no agent runs');
  const engines = { ...board.nodes, unit: 'by the engine itself, last 10 s' }, power = { ...board.nodes, unit: 'mJ/token' };
  table('engines',
    [['engine', T], ['node', T], ['models', L], ['TTFT p50 / p99 ms', '', engines], ['TPOT p50 / p99 ms', '', engines],
      ['tok/J', '', { ...board.nodes, unit: 'tokens/J, last minute' }], ['prefill mJ/tok', '', power], ['decode mJ/tok', '', power],
      ['idle W'], ['known by', L]],
    board.nodes.list.flatMap(n => n.engines.map(e => [e.engine_id, n.node_id, e.models.join(', '), times(e.ttft_ms), times(e.tpot_ms),
      number(e.tokens_per_joule), ...joules(e)])),
    'no node that is up has an engine');
  table('events',
    [['at', T], ['node', T], ['device', ID], ['what', T], ['why', L]],
    board.events.map(e => [instant(e.at_us, board.taken_at_us), e.node_id, e.subject, what(e), why(e)]),
    'nothing since this gateway started');
}

function show(board) {
  last = board;
  attention(board);
  verdicts(board);
  bounds(board);
  utilization(board.utilization);
  tables(board);
  const up = board.nodes.by_state.serving || 0;
  const s = board.services, heard = s.gateways + s.silent_gateways;
  byId('fleet').textContent = `${known(s.gateways) ? s.gateways + '/' + heard : NONE} gateways · ${s.routers} router${s.routers === 1 ? '' : 's'} · `
    + `${up}/${board.nodes.total} nodes · ${board.gateway.in_flight} in flight · ${clock(board.taken_at_us)}`;
  byId('fleet').title = rests(board.nodes);
}

// --- the stream

function linked(text, late) {
  byId('link').textContent = text;
  byId('link').className = late ? 'late' : '';
}

async function listen(key) {
  abort = new AbortController();
  const response = await fetch('/console/events',
    { headers: { authorization: 'Bearer ' + key }, cache: 'no-store', signal: abort.signal });
  if (response.status === 401 || response.status === 403) {
    const said = await response.json().catch(() => ({}));
    leave(said.error ? said.error.message : 'This key does not open the console.');
    return false;
  }
  if (!response.ok) throw new Error('the gateway answered ' + response.status);
  entered();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let held = '';;) {
    const { value, done } = await reader.read();
    if (done) return true;
    const events = (held + value).split('\n\n');
    held = events.pop();
    if (events.length) heard(events[events.length - 1]);
  }
}

function heard(event) {
  heardAt = Date.now();
  waitMs = 1000;
  show(JSON.parse(event.slice('data: '.length)));
  linked('live');
}

async function run() {
  for (;;) {
    const key = sessionStorage.getItem(KEY);
    if (!key) return;
    try {
      if (!await listen(key)) return;
    } catch (e) {
      if (!sessionStorage.getItem(KEY)) return;
      linked(`no answer; asking again (${e.message})`, true);
    }
    await new Promise(done => setTimeout(done, waitMs));
    waitMs = Math.min(2 * waitMs, MAX_WAIT_MS);
  }
}

function entered() {
  byId('enter').hidden = true;
  for (const id of ['board', 'filter', 'leave']) byId(id).hidden = false;
}

function leave(reason) {
  sessionStorage.removeItem(KEY);
  if (abort) abort.abort();
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
  run();
});
byId('leave').addEventListener('click', () => leave(''));
byId('filter').value = new URLSearchParams(location.hash.slice(1)).get('filter') || '';
byId('filter').addEventListener('input', () => {
  const text = byId('filter').value;
  history.replaceState(null, '', text ? '#filter=' + encodeURIComponent(text) : location.pathname);
  if (last) tables(last);
});
setInterval(() => {
  const silent = Date.now() - heardAt;
  if (heardAt && silent > LATE_MS && sessionStorage.getItem(KEY)) {
    linked(`figures are ${Math.round(silent / 1000)} s old`, true);
  }
}, 1000);
if (sessionStorage.getItem(KEY)) run();
