/** Small live plots of the last minute, one tile for each figure. */
import { el } from './dom.js';

const POINTS = 60;
const SVG = 'http://www.w3.org/2000/svg';

const FIGURES = [
  { key: 'packetsIn', label: 'Packets in', unit: '/s' },
  { key: 'kbitIn', label: 'Received', unit: 'kbit/s' },
  { key: 'kbitOut', label: 'Sent', unit: 'kbit/s' },
  { key: 'fps', label: 'Frames', unit: '/s' },
];

class Tile {
  #values = [];
  #text = el('span', {}, '–');
  #svg = shape('svg', { viewBox: `0 0 ${POINTS - 1} 30`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  #area = shape('path', { class: 'area' });
  #line = shape('path', { class: 'line' });

  constructor({ label, unit }) {
    this.#svg.append(this.#area, this.#line);
    this.node = el('div', { className: 'stat' }, el('span', { className: 'quiet small' }, label), el('b', {}, this.#text, ' ', el('small', {}, unit)), this.#svg);
  }

  add(value) {
    this.#values = [...this.#values, value].slice(-POINTS);
    this.#text.textContent = String(Math.round(value));
    const top = Math.max(1, ...this.#values) * 1.1;
    const first = POINTS - this.#values.length;
    const points = this.#values.map((v, i) => `${first + i},${(30 - (v / top) * 30).toFixed(1)}`);
    this.#line.setAttribute('d', `M${points.join('L')}`);
    this.#area.setAttribute('d', `M${first},30L${points.join('L')}L${POINTS - 1},30Z`);
  }
}

/** Fills `place` with tiles; the result takes what `meter` gives, and also puts it on `card` as data-*. */
export function plots(place, card) {
  const tiles = FIGURES.map((figure) => ({ ...figure, tile: new Tile(figure) }));
  const size = el('b', {}, '–');
  const more = el('span', { className: 'quiet small num' });
  const picture = el('div', { className: 'stat' }, el('span', { className: 'quiet small' }, 'Picture'), size, more);
  place.replaceChildren(...tiles.map(({ tile }) => tile.node), picture);
  return (total, rate) => {
    for (const { key, tile } of tiles) tile.add(rate[key]);
    size.textContent = total.width ? `${total.width} × ${total.height}` : '–';
    more.textContent = `${total.lost} lost${total.rtt === null ? '' : `, RTT ${total.rtt} ms`}`;
    Object.assign(card.dataset, {
      packetsIn: total.packetsIn,
      packetsOut: total.packetsOut,
      framesIn: total.framesIn,
      fps: rate.fps.toFixed(1),
      kbitIn: rate.kbitIn.toFixed(1),
      kbitOut: rate.kbitOut.toFixed(1),
      size: `${total.width}x${total.height}`,
    });
  };
}

function shape(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
