// Runs before the page's own scripts. Notes what the page still waits for (requests, short timers) and
// which elements a visitor can click, and answers every dialog with "no". State: window.__auditor.
(() => {
  if (window.__auditor) return;
  const state = { pending: 0, timers: new Map(), changed: performance.now(), clickable: new Set(), delegated: false, opened: [] };
  // Timers armed long after something began are clocks, sliders and pollers: nobody waits for them.
  // Later than `longest` no visitor waits for the content either.
  let epoch = performance.now(), armedWithin = 1500, longest = 3500;
  window.__auditor = state;
  const now = () => performance.now();

  window.alert = () => undefined;
  window.confirm = () => false;
  window.prompt = () => null;
  window.print = () => undefined;
  window.open = (url) => { if (url) state.opened.push(String(url)); return null; };
  navigator.sendBeacon = () => true;
  const press = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (this.isConnected) return press.call(this);
    if (this.href) state.opened.push(this.href); // a download a script starts
  };

  const begin = () => { state.pending++; let open = true; return () => { if (open) { open = false; state.pending--; epoch = state.changed = now(); } }; };
  if (window.fetch) {
    const ask = window.fetch;
    window.fetch = function (...args) {
      const end = begin();
      return ask.apply(this, args).then(
        (answer) => {
          // The body comes later than the head; give its reader a moment.
          setArmed(end, 30);
          for (const name of ["json", "text"]) {
            const read = answer[name];
            if (read) answer[name] = function () { const over = begin(); return read.call(answer).finally(() => setArmed(over, 0)); };
          }
          return answer;
        },
        (error) => { end(); throw error; },
      );
    };
  }
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (...args) {
    const end = begin();
    this.addEventListener("loadend", () => setArmed(end, 0));
    try { return send.apply(this, args); } catch (error) { end(); throw error; }
  };
  const arm = window.setTimeout;
  const disarm = window.clearTimeout;
  const setArmed = (call, ms) => arm.call(window, call, ms);
  window.setTimeout = function (call, ms, ...rest) {
    const wait = Number(ms) || 0;
    const counted = typeof call === "function" && wait <= longest && now() - epoch < armedWithin;
    if (!counted) return arm.call(window, call, ms, ...rest);
    const id = arm.call(window, function (...given) { state.timers.delete(id); return call.apply(this, given); }, ms, ...rest);
    state.timers.set(id, now() + wait);
    return id;
  };
  window.clearTimeout = function (id) { state.timers.delete(id); return disarm.call(window, id); };

  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, call, options) {
    if (type === "click" || type === "mousedown" || type === "pointerdown") {
      if (this === window || this === document || this === document.body || this === document.documentElement) state.delegated = true;
      else if (this instanceof Element) state.clickable.add(this);
    }
    return listen.call(this, type, call, options);
  };

  // What appears only when it is scrolled to appears at once.
  if (window.IntersectionObserver) {
    const Real = window.IntersectionObserver;
    window.IntersectionObserver = class extends Real {
      constructor(call, options) { super(call, options); this.__call = call; this.__met = new WeakSet(); }
      observe(target) {
        super.observe(target);
        if (this.__met.has(target)) return;
        this.__met.add(target);
        const end = begin();
        setArmed(() => {
          end();
          const box = target.getBoundingClientRect();
          const entry = { target, isIntersecting: true, intersectionRatio: 1, time: now(), boundingClientRect: box, intersectionRect: box, rootBounds: null };
          try { this.__call([entry], this); } catch (error) { /* the page's own fault */ }
        }, 0);
      }
    };
  }

  const watcher = new MutationObserver((records) => {
    for (const record of records) {
      // A ticking clock or a typed line is no reason to wait.
      if (record.type === "characterData") { if ((record.target.data || "").length > 60) state.changed = now(); continue; }
      for (const node of record.addedNodes) if (node.nodeType === 1 || (node.data || "").length > 60) { state.changed = now(); break; }
    }
  });
  watcher.observe(document, { childList: true, subtree: true, characterData: true });

  // Milliseconds of silence; 0 while something is under way.
  state.quiet = () => {
    const at = now();
    for (const [id, due] of state.timers) if (due + 200 < at) state.timers.delete(id);
    if (state.pending > 0 || state.timers.size > 0) return 0;
    return at - state.changed;
  };
  document.addEventListener("DOMContentLoaded", () => { epoch = now(); });
  // A click was made: what it arms at once counts, and if nothing stirs there is nothing to wait for.
  state.again = () => { epoch = now(); armedWithin = 150; longest = 1500; state.changed = now() - 1000; state.timers.clear(); };
})();
