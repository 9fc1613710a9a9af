/* Draws the tables of figures as charts. The tables stay, folded up: they hold the figures. */
(() => {
  'use strict';
  const HOUR = 3600e3;
  const DAY = 24 * HOUR;
  const STEPS = [HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 56 * DAY, 91 * DAY];
  const MOST_TICKS = 9;
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const charts = new Map();

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const place = document.documentElement.lang === 'en' ? 'en-GB' : document.documentElement.lang;
  const words = (time, form) => new Intl.DateTimeFormat(place, { timeZone: 'UTC', hourCycle: 'h23', ...form }).format(time);

  const figures = (table) => {
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells].slice(1);
    const times = rows.map((row) => row.cells[0].dataset.at);
    return {
      labels: rows.map((row) => row.cells[0].textContent.trim()),
      links: rows.map((row) => row.querySelector('a')?.href),
      sets: heads.map((head, index) => ({
        label: head.textContent.trim(),
        data: rows.map((row, at) => times[at] ? { x: Number(times[at]), y: Number(row.cells[index + 1].dataset.value) } : Number(row.cells[index + 1].dataset.value)),
      })),
    };
  };

  // Time as it passes: a gap is as wide as it was long.
  const passing = (axis) => {
    const step = STEPS.find((each) => (axis.max - axis.min) / each < MOST_TICKS) ?? STEPS[STEPS.length - 1];
    const form = step < DAY ? { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short' };
    axis.ticks = [];
    for (let at = Math.ceil(axis.min / step) * step; at <= axis.max; at += step) {
      axis.ticks.push({ value: at, label: words(at, form) });
    }
  };

  const options = (kind, found) => {
    const lying = kind === 'ranking';
    const line = kind === 'line';
    const counts = { beginAtZero: !line, ticks: { precision: line ? undefined : 0, color: colour('--pico-muted-color') }, grid: { color: colour('--line') } };
    const names = { ticks: { color: colour('--pico-muted-color'), maxRotation: 0, autoSkip: !lying, autoSkipPadding: 14 }, grid: { display: false } };
    const only = line && found.sets[0].data.length === 1 ? found.sets[0].data[0].x : null;
    const around = only === null ? {} : { min: only - HOUR, max: only + HOUR };
    const time = { ...names, ...around, type: 'linear', bounds: 'data', afterBuildTicks: passing, ticks: { ...names.ticks, callback: (value, index, ticks) => ticks[index].label } };
    return {
      animation: calm.matches ? false : { duration: 350 },
      locale: document.documentElement.lang,
      maintainAspectRatio: false,
      indexAxis: lying ? 'y' : 'x',
      interaction: { mode: 'index', axis: lying ? 'y' : 'x', intersect: false },
      plugins: {
        legend: { display: found.sets.length > 1, labels: { color: colour('--pico-color'), boxWidth: 14, boxHeight: 3 } },
        tooltip: line ? { callbacks: { title: (hits) => found.labels[hits[0]?.dataIndex] } } : {},
      },
      scales: lying ? { x: counts, y: names } : { x: line ? time : names, y: counts },
      onClick: (event, hits) => { if (hits.length && found.links[hits[0].index]) { location.assign(found.links[hits[0].index]); } },
      onHover: (event, hits) => { event.native.target.style.cursor = hits.length && found.links[hits[0].index] ? 'pointer' : 'default'; },
    };
  };

  const dress = (set, index, kind) => {
    const strong = index === 0;
    return { ...set, backgroundColor: colour('--leaf'), borderColor: strong ? colour('--leaf') : colour('--wait'), borderWidth: kind === 'line' ? (strong ? 2.5 : 1.2) : 0,
      borderDash: strong ? [] : [4, 4], borderRadius: 3, maxBarThickness: 26, minBarLength: set.data.some(Boolean) ? 2 : 0, pointRadius: set.data.length > 1 ? 0 : 3, pointHitRadius: 12, tension: 0.25 };
  };

  const draw = (figure) => {
    const table = figure.querySelector('table');
    const kind = figure.dataset.chart;
    const found = figures(table);
    const frame = document.createElement('div');
    frame.className = `chart chart-${kind}`;
    const canvas = document.createElement('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', table.caption.textContent.trim());
    frame.append(canvas);
    const details = figure.querySelector('details');
    details.before(frame);
    if (!details.dataset.kept) {
      details.open = false;
    }
    const datasets = () => found.sets.map((set, index) => dress(set, index, kind));
    const chart = new Chart(canvas, { type: kind === 'line' ? 'line' : 'bar', data: { labels: found.labels, datasets: datasets() }, options: options(kind, found) });
    charts.set(figure, {
      renew: () => { chart.data.datasets = datasets(); chart.options = options(kind, found); chart.update('none'); },
      destroy: () => chart.destroy(),
    });
  };

  const drawAll = () => [...document.querySelectorAll('figure[data-chart]')].filter((figure) => !charts.has(figure)).forEach(draw);

  const clear = (part) => [...charts.keys()].filter((figure) => part.contains(figure)).forEach((figure) => {
    charts.get(figure).destroy();
    charts.delete(figure);
  });

  if (window.Chart) {
    drawAll();
    dark.addEventListener('change', () => charts.forEach((chart) => chart.renew()));
    document.addEventListener('htmx:oobBeforeSwap', (event) => event.detail.shouldSwap && clear(event.detail.target));
    document.addEventListener('htmx:oobAfterSwap', drawAll);
  }
})();
