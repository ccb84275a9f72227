// SPDX-License-Identifier: Apache-2.0
/* Draws the charts of a report from the JSON in the page, and filters its rules. Asks for nothing. */
(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const charts = [];
  const color = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const three = v => {
    if (v === 0) return '0';
    const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(v))));
    const rounded = digits > 0 ? Number(v.toFixed(digits)) : Number(v.toPrecision(3));
    return rounded.toLocaleString('en', { maximumFractionDigits: digits });
  };
  const short = v => (v >= 1e6 ? three(v / 1e6) + ' M' : v >= 1e3 ? three(v / 1e3) + ' k' : three(v));
  const range = f => (f[1] === f[2] ? '' : ' (' + three(f[1]) + ' – ' + three(f[2]) + ')');
  const encode = text => echarts.format.encodeHTML(text);
  const narrow = box => box.clientWidth < 560;
  const font = box => (narrow(box) ? 11 : 12);

  /* What every chart has in common. */
  const common = box => ({
    animation: false,
    textStyle: { fontFamily: 'system-ui, sans-serif', fontSize: font(box), color: color('ink') },
    tooltip: {
      confine: true, backgroundColor: color('card'), borderColor: color('line'),
      textStyle: { color: color('ink'), fontSize: 13 },
    },
  });
  const axis = extra => Object.assign({
    nameTextStyle: { color: color('dim') },
    axisLabel: { color: color('dim'), hideOverlap: true },
    axisLine: { lineStyle: { color: color('line') } },
    axisTick: { lineStyle: { color: color('line') } },
    splitLine: { lineStyle: { color: color('line') } },
  }, extra);

  /* Whiskers from low to high at each point of [x, low, high]. */
  const whiskers = (points, ink) => ({
    type: 'custom', silent: true, z: 3, data: points,
    renderItem: (_, api) => {
      const low = api.coord([api.value(0), api.value(1)]);
      const high = api.coord([api.value(0), api.value(2)]);
      const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: ink, lineWidth: 1 } });
      return { type: 'group', children: [
        line(low[0], low[1], high[0], high[1]), line(low[0] - 3, low[1], low[0] + 3, low[1]), line(high[0] - 3, high[1], high[0] + 3, high[1])] };
    },
  });

  /* A round number above all of these. */
  const roof = values => {
    const most = Math.max(...values) * 1.02 || 1;
    const power = 10 ** Math.floor(Math.log10(most));
    const step = most / power >= 4 ? power : power / 2;
    return Math.ceil(most / step) * step;
  };

  let power = 'mean';
  const drawChain = box => {
    const labels = new Map(data.chain.nodes.map(n => [n.id, n.label]));
    const small = narrow(box);
    const flows = new Map();
    const ends = id => flows.get(id).out === 0;
    const onEnd = { rotate: -90, align: 'left', verticalAlign: 'middle', distance: 8 };
    for (const l of data.chain.links) {
      const at = (id, key) => { const f = flows.get(id) || { in: 0, out: 0 }; f[key] += l[power][0]; flows.set(id, f); };
      at(l.from, 'out'); at(l.to, 'in');
    }
    const amount = id => { const f = flows.get(id) || { in: 0, out: 0 }; return three(Math.max(f.in, f.out)) + ' kW'; };
    return Object.assign(common(box), {
      series: [{
        type: 'sankey', nodeAlign: 'justify', draggable: false, orient: small ? 'vertical' : 'horizontal',
        left: small ? 24 : 16, right: small ? 24 : 265, top: small ? 24 : 16, bottom: small ? 150 : 16,
        nodeWidth: 14, nodeGap: small ? 26 : 20, layoutIterations: 64, emphasis: { focus: 'adjacency' },
        lineStyle: { color: 'source', opacity: 0.28 },
        label: {
          color: color('ink'), fontSize: small ? 10 : 12, position: small ? 'bottom' : 'right', width: small ? 150 : 250, overflow: 'truncate',
          formatter: p => labels.get(p.name) + '  ' + amount(p.name),
        },
        data: data.chain.nodes.filter(n => flows.has(n.id)).map(n => ({
          name: n.id, itemStyle: { color: color(n.kind), borderWidth: 0 }, label: small && ends(n.id) ? onEnd : {} })),
        links: data.chain.links.filter(l => l[power][0] > 0).map(l => ({ source: l.from, target: l.to, value: l[power][0], figure: l[power] })),
      }],
      tooltip: Object.assign(common(box).tooltip, {
        formatter: p => p.dataType === 'edge'
          ? encode(labels.get(p.data.source)) + ' → ' + encode(labels.get(p.data.target)) + '<br><b>' + three(p.data.figure[0]) + ' kW</b>' + range(p.data.figure)
          : encode(labels.get(p.name)) + '<br><b>' + amount(p.name) + '</b>',
      }),
    });
  };

  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const days = lengths.flatMap((length, m) => Array.from({ length }, (_, d) => (d + 1) + ' ' + month[m]));
  const isFirst = (_, name) => name.startsWith('1 ');
  const dayAxis = extra => axis(Object.assign({
    type: 'category', data: days, splitLine: { show: false }, axisTick: { show: false },
    axisLabel: { color: color('dim'), interval: isFirst, formatter: name => name.slice(2) },
  }, extra));
  const drawYear = box => {
    const small = narrow(box);
    const left = small ? 46 : 58;
    const line = (name, values, ink, extra) => Object.assign(
      { name, type: 'line', data: values, symbol: 'none', lineStyle: { color: ink, width: 1.5 }, itemStyle: { color: ink } }, extra);
    return Object.assign(common(box), {
      legend: { top: 6, textStyle: { color: color('ink') }, itemWidth: 18, icon: 'roundRect', itemHeight: 4 },
      grid: [{ left, right: 16, top: 58, height: '44%' }, { left, right: 16, bottom: 30, height: '20%' }],
      xAxis: [dayAxis({ axisLabel: { show: false } }), dayAxis({ gridIndex: 1 })],
      yAxis: [
        axis({ type: 'value', name: 'kW', min: 0, axisLabel: { color: color('dim'), formatter: short } }),
        axis({ type: 'value', name: 'PUE', gridIndex: 1, scale: true, splitNumber: 3, axisLabel: { color: color('dim'), formatter: v => v.toFixed(2) } })],
      axisPointer: { link: [{ xAxisIndex: 'all' }] },
      series: [
        line('Facility, peak of the day', data.year.peak, color('conversion'), { lineStyle: { color: color('conversion'), width: 1.2, type: 'dashed' } }),
        line('Facility, mean', data.year.facility, color('facility')),
        line('IT, mean', data.year.it, color('it')),
        line('PUE', data.year.pue, color('pue'), { xAxisIndex: 1, yAxisIndex: 1 })],
      tooltip: Object.assign(common(box).tooltip, { trigger: 'axis', valueFormatter: three }),
    });
  };

  const drawHeat = box => {
    const hours = Array.from({ length: 24 }, (_, h) => String(h).padStart(2, '0') + ':00');
    const heat = data.year.heat;
    const low = heat.reduce((a, b) => Math.min(a, b));
    const high = heat.reduce((a, b) => Math.max(a, b));
    return Object.assign(common(box), {
      grid: { left: narrow(box) ? 46 : 58, right: 16, top: 14, bottom: 66 },
      xAxis: dayAxis({}),
      yAxis: axis({ type: 'category', data: hours, splitLine: { show: false }, axisTick: { show: false }, axisLabel: { color: color('dim'), interval: 5 } }),
      visualMap: {
        min: low, max: high > low ? high : low + 0.01, precision: 2, calculable: false, orient: 'horizontal', left: 'center', bottom: 4,
        itemWidth: 12, itemHeight: narrow(box) ? 120 : 220, text: [high.toFixed(2), low.toFixed(2)], textStyle: { color: color('dim') },
        inRange: { color: [color('cold'), color('warm'), color('hot')] },
      },
      series: [{ type: 'heatmap', data: heat.map((v, i) => [Math.floor(i / 24), i % 24, v]), progressive: 0, emphasis: { disabled: true } }],
      tooltip: Object.assign(common(box).tooltip, { formatter: p => days[p.value[0]] + ', ' + hours[p.value[1]] + '<br>PUE <b>' + p.value[2].toFixed(3) + '</b>' }),
    });
  };

  const drawPoints = box => {
    const inks = ['load', 'facility', 'busy', 'cooling', 'stranded'];
    const names = [...new Set(data.points.map(p => p.deployment))];
    const tips = new Map();
    const series = names.flatMap((name, i) => {
      const ink = color(inks[i % inks.length]);
      const points = data.points.filter(p => p.deployment === name).sort((a, b) => a.x[0] - b.x[0]);
      const dots = points.map(p => {
        const value = [p.x[0], p.y[0]];
        tips.set(name + value, p);
        return { value, symbol: p.chosen ? 'diamond' : 'circle', symbolSize: p.chosen ? 16 : 8,
          itemStyle: { color: p.front ? ink : 'transparent', borderColor: ink, borderWidth: 1.5 },
          label: { show: p.chosen, formatter: 'this plan', position: 'bottom', color: color('ink') } };
      });
      return [
        { type: 'line', name, data: points.filter(p => p.front).map(p => [p.x[0], p.y[0]]), symbol: 'none', lineStyle: { color: ink, width: 1.5 }, itemStyle: { color: ink }, silent: true, tooltip: { show: false } },
        whiskers(points.map(p => [p.x[0], p.y[1], p.y[2]]), color('dim')),
        { type: 'scatter', name, data: dots, itemStyle: { color: ink }, z: 4 }];
    });
    const least = Math.min(...data.points.map(p => p.y[1]));
    const most = Math.max(...data.points.map(p => p.y[2]));
    /* Deployments of very different models would lie on each other at the foot of an even axis. */
    const wide = names.length > 1 && least > 0 && most > 30 * least;
    return Object.assign(common(box), {
      legend: names.length > 1 ? { top: 6, textStyle: { color: color('ink') }, data: names } : undefined,
      grid: { left: narrow(box) ? 50 : 64, right: 24, top: names.length > 1 ? 54 : 36, bottom: 44 },
      xAxis: axis({ type: 'value', name: 'tokens/s of one user', nameLocation: 'middle', nameGap: 26, min: 0 }),
      yAxis: axis(Object.assign({ name: 'tokens/s per provisioned MW' + (wide ? ', logarithmic' : ''), nameTextStyle: { color: color('dim'), align: 'left' }, axisLabel: { color: color('dim'), formatter: short } },
        wide ? { type: 'log', min: 10 ** Math.floor(Math.log10(least)), max: 10 ** Math.ceil(Math.log10(most)) } : { type: 'value', min: 0, max: roof([most]) })),
      series,
      tooltip: Object.assign(common(box).tooltip, { formatter: p => {
        const point = tips.get(p.seriesName + p.value);
        return '<b>' + encode(point.deployment) + '</b>, ' + encode(point.label) + '<br>' + three(point.x[0]) + range(point.x) + ' tokens/s of one user<br>' + three(point.y[0]) + range(point.y) + ' tokens/s/MW';
      } }),
    });
  };

  const drawCosts = box => {
    let sum = 0;
    const parts = data.costs.map(c => { const from = sum; sum += c.figure[0]; return { label: c.label, from, figure: c.figure }; });
    const whole = [0, 1, 2].map(k => data.costs.reduce((a, c) => a + c.figure[k], 0));
    parts.push({ label: 'Total', from: 0, figure: whole, total: true });
    return Object.assign(common(box), {
      grid: { left: narrow(box) ? 50 : 64, right: 16, top: 36, bottom: narrow(box) ? 84 : 64 },
      xAxis: axis({ type: 'category', data: parts.map(p => p.label + '\n' + short(p.figure[0])), axisTick: { show: false },
        axisLabel: { color: color('dim'), interval: 0, width: narrow(box) ? 70 : 120, overflow: narrow(box) ? 'truncate' : 'break', rotate: narrow(box) ? 45 : 0, lineHeight: 15 } }),
      yAxis: axis({ type: 'value', name: data.currency + ' a year', nameTextStyle: { color: color('dim'), align: 'left' }, min: 0, max: roof(parts.map(p => p.from + p.figure[2])), axisLabel: { color: color('dim'), formatter: short } }),
      series: [
        { type: 'bar', stack: 'all', silent: true, itemStyle: { color: 'transparent' }, data: parts.map(p => p.from), tooltip: { show: false } },
        { type: 'bar', stack: 'all', barMaxWidth: 70, data: parts.map(p => ({ value: p.figure[0], itemStyle: { color: color(p.total ? 'facility' : 'conversion'), borderRadius: 3 } })) },
        whiskers(parts.map((p, i) => [i, p.from + p.figure[1], p.from + p.figure[2]]), color('ink'))],
      tooltip: Object.assign(common(box).tooltip, { formatter: p => encode(parts[p.dataIndex].label) + '<br><b>' + three(parts[p.dataIndex].figure[0]) + '</b>' + range(parts[p.dataIndex].figure) + ' ' + encode(data.currency) + ' a year' }),
    });
  };

  const draw = (id, option, renderer) => {
    const box = document.getElementById(id);
    const chart = echarts.init(box, null, { renderer });
    chart.setOption(option(box));
    charts.push({ box, chart, option });
  };
  const again = () => charts.forEach(({ box, chart, option }) => { chart.resize(); chart.setOption(option(box), true); });

  const filter = button => {
    button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
    const shown = new Set([...document.querySelectorAll('#rules button[aria-pressed="true"]')].map(b => b.dataset.kind));
    document.querySelectorAll('#rules tbody tr').forEach(row => { row.hidden = !shown.has(row.dataset.kind); });
  };
  document.querySelectorAll('#rules button').forEach(button => button.addEventListener('click', () => filter(button)));
  /* What passes is the most and says the least: a click away, unless there is nothing else. */
  const passes = document.querySelector('#rules button[data-kind="pass"]');
  if (passes && document.querySelector('#rules tbody tr:not([data-kind="pass"])')) filter(passes);

  document.documentElement.classList.add('drawn');
  if (data.chain) draw('chart-chain', drawChain, 'svg');
  if (data.year) { draw('chart-year', drawYear, 'svg'); draw('chart-heat', drawHeat, 'canvas'); }
  if (data.points) draw('chart-points', drawPoints, 'svg');
  if (data.costs) draw('chart-costs', drawCosts, 'svg');
  document.querySelectorAll('#chain button').forEach(button => button.addEventListener('click', () => {
    power = button.dataset.power;
    document.querySelectorAll('#chain button').forEach(b => b.setAttribute('aria-pressed', String(b === button)));
    again();
  }));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  matchMedia('print').addEventListener('change', again);
  addEventListener('resize', again);
})();
