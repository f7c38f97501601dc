/** The few things this page does with the DOM again and again. */

export const $ = (id) => document.getElementById(id);

/** Makes an element; `data` and `aria` are objects, functions are listeners, the rest are properties. */
export function el(tag, { data = {}, aria = {}, ...props } = {}, ...children) {
  const node = document.createElement(tag);
  Object.assign(node.dataset, data);
  for (const [name, value] of Object.entries(aria)) node.setAttribute(`aria-${name}`, value);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else node[name] = value;
  }
  node.append(...children);
  return node;
}

/** Shows a state both to people and to scripts: text, and data-state on the chip and its card. */
export function showState(id, state, text) {
  const chip = $(`${id}-state`);
  chip.dataset.state = state;
  chip.textContent = text;
  const card = $(id);
  if (card) card.dataset.state = state;
}

/** Shows a stream in a video, or its place holder if there is none. */
export function showVideo(id, stream) {
  $(id).srcObject = stream;
  $(id).closest('figure').dataset.live = stream !== null;
}

/**
 * Makes a change that may hide what has the focus in this card; if so, gives the focus to the first of these that can
 * take it. The browser drops it as soon as anybody asks where it is, so that has to be known before.
 */
export function keepFocus(card, ids, change) {
  const had = $(card).contains(document.activeElement);
  change();
  if (!had || $(card).contains(document.activeElement)) return;
  ids.map($).find((node) => node.checkVisibility() && !node.disabled)?.focus();
}

export const press = (button, on) => button.setAttribute('aria-pressed', String(on));
export const pressed = (button) => button.getAttribute('aria-pressed') === 'true';

/** Ids are long and their beginnings alike; the last part tells them apart. */
export const short = (id) => (id.length > 12 ? `…${id.slice(-8)}` : id);
