/* Draws the tables of figures as charts. The tables stay, folded up: they hold the figures. */
(() => {
  'use strict';
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const charts = [];

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const figures = (table) => {
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells].slice(1);
    return {
      labels: rows.map((row) => row.cells[0].textContent.trim()),
      links: rows.map((row) => row.querySelector('a')?.href),
      sets: heads.map((head, index) => ({
        label: head.textContent.trim(),
        data: rows.map((row) => Number(row.cells[index + 1].dataset.value)),
      })),
    };
  };

  const options = (kind, found) => {
    const lying = kind === 'ranking';
    const counts = { beginAtZero: kind !== 'line', ticks: { precision: kind === 'line' ? undefined : 0, color: colour('--pico-muted-color') }, grid: { color: colour('--line') } };
    const names = { ticks: { color: colour('--pico-muted-color'), maxRotation: 0, autoSkip: !lying, autoSkipPadding: 14 }, grid: { display: false } };
    return {
      animation: calm.matches ? false : { duration: 350 },
      locale: document.documentElement.lang,
      maintainAspectRatio: false,
      indexAxis: lying ? 'y' : 'x',
      interaction: { mode: 'index', axis: lying ? 'y' : 'x', intersect: false },
      plugins: { legend: { display: found.sets.length > 1, labels: { color: colour('--pico-color'), boxWidth: 14, boxHeight: 3 } } },
      scales: lying ? { x: counts, y: names } : { x: names, y: counts },
      onClick: (event, hits) => { if (hits.length && found.links[hits[0].index]) { location.assign(found.links[hits[0].index]); } },
      onHover: (event, hits) => { event.native.target.style.cursor = hits.length && found.links[hits[0].index] ? 'pointer' : 'default'; },
    };
  };

  const dress = (set, index, kind) => {
    const strong = index === 0;
    return { ...set, backgroundColor: colour('--leaf'), borderColor: strong ? colour('--leaf') : colour('--wait'), borderWidth: kind === 'line' ? (strong ? 2.5 : 1.2) : 0,
      borderDash: strong ? [] : [4, 4], borderRadius: 3, maxBarThickness: 26, minBarLength: set.data.some(Boolean) ? 2 : 0, pointRadius: 0, pointHitRadius: 12, tension: 0.25 };
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
    details.open = false;
    const datasets = () => found.sets.map((set, index) => dress(set, index, kind));
    const chart = new Chart(canvas, { type: kind === 'line' ? 'line' : 'bar', data: { labels: found.labels, datasets: datasets() }, options: options(kind, found) });
    charts.push(() => { chart.data.datasets = datasets(); chart.options = options(kind, found); chart.update('none'); });
  };

  if (window.Chart) {
    document.querySelectorAll('figure[data-chart]').forEach(draw);
    dark.addEventListener('change', () => charts.forEach((renew) => renew()));
  }
})();
