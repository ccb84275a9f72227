// SPDX-License-Identifier: Apache-2.0
'use strict';

const KEY = 'wattmill-key';
const HOUR_MS = 3600e3, DAY_MS = 24 * HOUR_MS;
const PERIODS = { day: [DAY_MS, 'hour'], week: [7 * DAY_MS, 'day'], month: [30 * DAY_MS, 'day'], year: [365 * DAY_MS, 'day'] };
const REFRESH_MS = 30000;
const ROWS = 10;           // of a table; the others are one row
const J_PER_KWH = 3.6e6, KWH_FROM_J = 3.6e5;
const HEIGHT = 170, LEFT = 52, BOTTOM = 20, TOP = 8;
const byId = id => document.getElementById(id);
let shown = null, timer = 0, asking = 0;

// --- words: what is not known is a dash, never a zero

const NONE = '–';
const known = v => typeof v === 'number' && isFinite(v);
function number(v) {
  if (!known(v)) return NONE;
  if (v === 0) return '0';
  for (const [size, unit] of [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']]) {
    if (Math.abs(v) >= size * (unit === 'k' ? 10 : 1)) return Number((v / size).toPrecision(3)) + unit;
  }
  return Math.abs(v) >= 100 ? String(Math.round(v)) : plain(v);
}
const plain = v => String(v.toFixed(Math.max(0, Math.min(9, 2 - Math.floor(Math.log10(Math.abs(v))))))).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
const money = v => !known(v) ? NONE : v === 0 || Math.abs(v) >= 1
  ? v.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }) : plain(v);
const percent = v => known(v) ? Math.round(v * 100).toLocaleString('en-US') + ' %' : NONE;
const joules = v => !known(v) ? NONE : Math.abs(v) >= KWH_FROM_J ? number(v / J_PER_KWH) + ' kWh' : number(v) + ' J';
const grams = v => !known(v) ? NONE : v >= 1000 ? number(v / 1000) + ' kg' : number(v) + ' g';
const day = ms => new Date(ms).toISOString().slice(5, 10);
const moment = ms => new Date(ms).toISOString().slice(0, 16).replace('T', ' ') + ' UTC';

// --- elements: text is only ever text

function make(tag, className, text) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  if (text !== undefined) e.textContent = text;
  return e;
}
function draw(tag, attributes, text) {
  const e = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
  if (text !== undefined) e.textContent = text;
  return e;
}

// --- questions

class Refused extends Error {
  constructor(status, message) { super(message); this.status = status; }
}
async function ask(path) {
  const response = await fetch(path, { headers: { authorization: 'Bearer ' + sessionStorage.getItem(KEY) }, cache: 'no-store' });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, body.error ? body.error.message : 'the gateway answered ' + response.status);
  return body;
}
async function all(path) {
  const rows = [];
  for (let page = await ask(path); ; page = await ask(path + '&page=' + encodeURIComponent(page.next_page))) {
    rows.push(...page.data);
    if (!page.has_more) return rows;
  }
}

/** Everything that the page shows, of one period. */
async function figures() {
  const [length, bucket] = PERIODS[byId('period').value];
  const size = bucket === 'hour' ? HOUR_MS : DAY_MS;
  const end = (Math.floor(Date.now() / size) + 1) * size, start = end - Math.ceil(length / size) * size;
  const span = `limit=1000&from=${new Date(start).toISOString()}&to=${new Date(end).toISOString()}`;
  const by = what => all(`/billing/margin?${span}&bucket=all&group_by=${what}`);
  const [margin, energy, projects, models, agents, checked] = await Promise.all([
    all(`/billing/margin?${span}&bucket=${bucket}`), all(`/billing/energy?${span}&bucket=${bucket}`),
    by('project'), by('model'), by('agent'), reconciliation()]);
  const times = [];
  for (let at = start; at < end; at += size) times.push(at);
  return { times, bucket, margin, energy, projects, models, agents, checked };
}

async function reconciliation() {
  try {
    return await ask('/billing/reconciliation?limit=999');
  } catch (e) {
    if (e instanceof Refused) return { absent: e.status === 403 ? 'needs an admin key' : 'not available' };
    throw e;
  }
}

// --- sums

const sum = (rows, of) => rows.reduce((total, row) => total + of(row), 0);
const charged = r => r.charged.value, cost = r => r.cost.total.value, energyOf = r => r.energy.value, out = r => r.tokens.output;
const share = (part, whole) => whole ? part / whole : null;
const currency = rows => rows.length ? rows[0].charged.unit : '';

/** A value for each time, of rows that have one. */
function course(times, rows, of) {
  const at = new Map();
  for (const row of rows) {
    const ms = row.start_at_us / 1000;
    at.set(ms, (at.get(ms) || 0) + of(row));
  }
  return times.map(ms => at.get(ms) || 0);
}

function cards(rows) {
  const due = sum(rows, charged), paid = sum(rows, cost), spent = sum(rows, energyOf), made = sum(rows, out);
  const requests = sum(rows, r => r.requests), reported = sum(rows, r => r.outcomes.reported);
  const well = sum(rows, r => r.outcomes.succeeded), money3 = currency(rows);
  const list = [
    ['charged', money(due), money3], ['cost to serve', money(paid), money3 + ', GPU time, electricity, hosted APIs'],
    ['margin', percent(share(due - paid, due)), money(due - paid) + ' ' + money3],
    ['energy', joules(spent), 'device, host and facility'],
    ['tokens per joule', number(share(made, spent)), number(made) + ' tokens out'],
    ['CO2', grams(sum(rows, r => r.carbon.value)), 'at the facility boundary'],
    ['requests', number(requests), number(sum(rows, r => r.tokens.input)) + ' tokens in'],
    ['successes', reported ? `${number(well)} of ${number(reported)}` : NONE,
      reported ? 'of requests with an outcome' : 'nobody reported an outcome'],
  ];
  byId('verdicts').replaceChildren(...list.map(([name, value, unit]) => {
    const e = make('div', 'card');
    e.append(make('div', 'name', name), make('div', 'value', value), make('div', 'unit', unit));
    return e;
  }));
  const measured = share(sum(rows, r => (r.measured_share || 0) * r.requests), requests);
  byId('basis').textContent = requests ? `Joules and cost are measured of ${percent(measured)} of the requests; what is not measured yet is not in them.` : '';
}

// --- charts: bars, stacked or side by side, as wide as there is room

function ticks(low, high) {
  const rough = (high - low) / 4 || 1, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find(m => m * power >= rough) * power;
  const marks = [];
  for (let v = Math.floor(low / step) * step; v < high + step * 0.999; v += step) marks.push(Math.abs(v) < step / 1e6 ? 0 : v);
  return marks;
}

function legend(series, times, bucket, words, at) {
  const list = make('ul');
  const when = bucket === 'hour' ? moment(times[at]) : new Date(times[at]).toISOString().slice(0, 10);
  list.append(make('li', 'when', when));
  series.forEach(s => {
    const item = make('li');
    item.append(make('i', s.className), `${s.name} ${words(s.values[at])}`);
    list.append(item);
  });
  return list;
}

function chart(id, title, series, { times, bucket }, words, stacked) {
  const box = byId(id), width = Math.max(260, box.clientWidth - 24), count = times.length;
  const tops = times.map((_, i) => stacked ? sum(series, s => s.values[i]) : Math.max(...series.map(s => s.values[i])));
  const low = Math.min(0, ...series.flatMap(s => s.values)), high = Math.max(...tops, 0);
  const marks = ticks(low, high || (low ? 0 : 1)), bottom = marks[0], top = marks[marks.length - 1];
  const y = v => TOP + (top - v) / (top - bottom || 1) * (HEIGHT - TOP - BOTTOM);
  const slot = (width - LEFT) / count, x = i => LEFT + i * slot;
  const svg = draw('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': title });
  for (const mark of marks) {
    svg.append(draw('line', { class: mark ? 'grid' : 'zero', x1: LEFT, x2: width, y1: y(mark), y2: y(mark) }));
    svg.append(draw('text', { x: LEFT - 6, y: y(mark) + 4, 'text-anchor': 'end' }, words(mark)));
  }
  const every = Math.ceil(count / Math.max(1, Math.floor((width - LEFT) / 52)));
  times.forEach((ms, i) => {
    if (i % every === 0) {
      const label = bucket === 'hour' ? new Date(ms).toISOString().slice(11, 16) : day(ms);
      svg.append(draw('text', { x: x(i) + slot / 2, y: HEIGHT - 5, 'text-anchor': 'middle' }, label));
    }
  });
  let readout = legend(series, times, bucket, words, count - 1);
  const room = slot * 0.8, each = stacked ? room : room / series.length;
  times.forEach((_, i) => {
    const hit = draw('rect', { class: 'hit', x: x(i), y: TOP, width: slot, height: HEIGHT - TOP - BOTTOM });
    const tell = () => {
      const next = legend(series, times, bucket, words, i);
      readout.replaceWith(next);
      readout = next;
      svg.querySelectorAll('.on').forEach(other => other.classList.remove('on'));
      hit.classList.add('on');
    };
    hit.addEventListener('pointerenter', tell);
    hit.addEventListener('click', tell);
    svg.append(hit);
    let base = 0;
    series.forEach((s, n) => {
      const value = s.values[i];
      if (!value) return;
      const from = stacked ? base : 0;
      base += value;
      const bar = draw('rect', { class: s.className, x: x(i) + slot * 0.1 + (stacked ? 0 : n * each), width: Math.max(1, each - (stacked ? 0 : 1)),
        y: y(Math.max(from, from + value)), height: Math.max(0.5, Math.abs(y(from) - y(from + value))), 'pointer-events': 'none' });
      svg.append(bar);
    });
  });
  box.replaceChildren(make('h2', '', title), svg, readout);
}

const PARTS = [['prefill', 's0'], ['decode', 's5'], ['idle_share', 's2'], ['empty', 's3'], ['unattributed', 's4'], ['host', 's6'], ['facility', 's1']];

function charts(all) {
  const { times, margin, energy } = all, unit = currency(margin);
  const due = course(times, margin, charged), paid = course(times, margin, cost);
  const tokens = course(times, energy, r => r.output_tokens), spent = course(times, energy, energyOf);
  const per = all.bucket;
  chart('money', `Charged and cost per ${per}, ${unit}`, [
    { name: 'charged', className: 's0', values: due }, { name: 'cost', className: 's1', values: paid }], all, money);
  chart('margin', `Margin per ${per}, ${unit}`, [{ name: 'margin', className: 's5', values: due.map((v, i) => v - paid[i]) }], all, money);
  const [size, name] = Math.max(...spent) >= KWH_FROM_J ? [J_PER_KWH, 'kWh'] : [1, 'J'];
  chart('joules', `Energy by part per ${per}, ${name}`, PARTS.map(([part, className]) => (
    { name: part.replace('_', ' '), className, values: course(times, energy, r => r.parts[part].value / size) })), all, number, true);
  chart('efficiency', `Output tokens per joule per ${per}`, [
    { name: 'tokens/J', className: 's0', values: tokens.map((v, i) => spent[i] ? v / spent[i] : 0) }], all, number);
}

// --- tables

function table(id, dimension, rows) {
  const own = rows.filter(r => r.subject.bearer === 'requests').sort((a, b) => charged(b) - charged(a));
  const lines = own.slice(0, ROWS).map(r => [r.subject[dimension] || (r.requests ? '(none)' : '(adjustments)'), [r]]);
  if (own.length > ROWS) lines.push([`${own.length - ROWS} others`, own.slice(ROWS)]);
  for (const bearer of ['reserved', 'empty', 'unattributed']) {
    const left = rows.filter(r => r.subject.bearer === bearer);
    for (const owner of new Set(left.map(r => r.subject[dimension] || ''))) {
      lines.push([`${owner} (${bearer})`.trim(), left.filter(r => (r.subject[dimension] || '') === owner)]);
    }
  }
  const head = make('tr'), unit = currency(rows);
  ['', 'requests', 'tokens in', 'tokens out', 'charged ' + unit, 'cost', 'margin', 'energy', 'tokens/J', 'CO2', 'charged/success']
    .forEach((text, i) => head.append(make('th', i ? '' : 'text', text)));
  const body = lines.map(([name, of]) => {
    const due = sum(of, charged), paid = sum(of, cost), spent = sum(of, energyOf), asked = sum(of, r => r.requests) > 0;
    const cells = [name, asked ? number(sum(of, r => r.requests)) : '', asked ? number(sum(of, r => r.tokens.input)) : '',
      asked ? number(sum(of, out)) : '', asked || due ? money(due) : '', money(paid), asked ? percent(share(due - paid, due)) : '',
      joules(spent), asked ? number(share(sum(of, out), spent)) : '', grams(sum(of, r => r.carbon.value)),
      of.length === 1 && known(of[0].outcomes.charged_per_success) ? money(of[0].outcomes.charged_per_success) : ''];
    const tr = make('tr');
    cells.forEach((cell, i) => tr.append(make('td', i === 0 ? 'text' : i === 6 && due < paid ? 'bad' : '', cell)));
    return tr;
  });
  if (!body.length) {
    const tr = make('tr'), td = make('td', 'empty', 'no usage in this period');
    tr.append(td);
    body.push(tr);
  }
  byId(id).replaceChildren(...(lines.length ? [head] : []), ...body);
}

function checked(answer) {
  const p = byId('reconciliation');
  p.className = '';
  if (answer.absent) {
    p.textContent = answer.absent;
    return;
  }
  // In how many windows each cause is: amounts are of requests, tokens and joules, which do not add up.
  const causes = new Map();
  for (const window of answer.data) {
    const found = new Set((window.measures || []).flatMap(m => [m.gateway_differences, m.source_differences])
      .flatMap(differences => Object.entries(differences || {})).filter(([, amount]) => amount).map(([cause]) => cause));
    found.forEach(cause => causes.set(cause, (causes.get(cause) || 0) + 1));
  }
  const unexplained = causes.get('unexplained') || 0;
  const named = [...causes].filter(([cause]) => cause !== 'unexplained').map(([cause, n]) => `${cause.replace(/_/g, ' ')} in ${n}`);
  p.className = unexplained ? 'bad' : 'good';
  p.textContent = `${answer.data.length}${answer.has_more ? ' or more' : ''} windows of the last day: `
    + (unexplained ? `${unexplained} with differences that nothing explains` : 'everything is explained')
    + (named.length ? `; ${named.join(', ')}` : '');
}

// --- the page

function show(all) {
  shown = all;
  cards(all.margin);
  charts(all);
  table('projects', 'project', all.projects);
  table('models', 'model', all.models);
  table('agents', 'agent', all.agents);
  checked(all.checked);
}

async function refresh() {
  clearTimeout(timer);
  if (!sessionStorage.getItem(KEY)) return;
  const mine = ++asking;
  try {
    const all = await figures();
    if (mine !== asking) return;
    byId('enter').hidden = true;
    for (const id of ['board', 'period', 'leave']) byId(id).hidden = false;
    show(all);
    linked('as of ' + moment(Date.now()));
  } catch (e) {
    if (mine !== asking) return;
    if (e instanceof Refused && (e.status === 401 || e.status === 403)) return leave(e.message);
    linked(`no answer; asking again (${e.message})`, true);
  }
  timer = setTimeout(refresh, REFRESH_MS);
}

function linked(text, late) {
  byId('link').textContent = text;
  byId('link').className = late ? 'late' : '';
}

function leave(reason) {
  sessionStorage.removeItem(KEY);
  clearTimeout(timer);
  asking++;
  byId('refusal').textContent = reason;
  byId('enter').hidden = false;
  for (const id of ['board', 'period', 'leave']) byId(id).hidden = true;
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
byId('period').value = new URLSearchParams(location.hash.slice(1)).get('period') || 'week';
if (!byId('period').value) byId('period').value = 'week';
byId('period').addEventListener('change', () => {
  history.replaceState(null, '', '#period=' + byId('period').value);
  refresh();
});
addEventListener('resize', () => { if (shown && !byId('board').hidden) charts(shown); });
if (sessionStorage.getItem(KEY)) refresh();
