// Runs before the page's own scripts. Notes what the page still waits for (requests, short timers) and
// which elements a visitor can click, sees into shadow roots, and answers every dialog with "no". State: window.__auditor.
(() => {
  if (window.__auditor) return;
  const arm = window.setTimeout;
  const disarm = window.clearTimeout;
  const setArmed = (call, ms) => arm.call(window, call, ms);
  // Time as the page lives it, in milliseconds: a long turn of its loop (a busy machine, a script that
  // computes) counts as a short one, so that patience measured with it does not end before the work does.
  const wall = performance.now.bind(performance), beat = 20, longestTurn = 40, completeWithin = 1500;
  let lived = 0, turned = wall();
  const now = () => lived + Math.min(wall() - turned, longestTurn);
  const turn = () => { lived = now(); turned = wall(); setArmed(turn, beat); };
  setArmed(turn, beat);
  const state = { pending: 0, timers: new Map(), changed: now(), clickable: new Set(), delegated: false, clicking: false, opened: [], roots: new Set(), lived: now, sleep: setArmed };
  // Timers armed long after something began are clocks, sliders and pollers: nobody waits for them.
  // Later than `longest` no visitor waits for the content either.
  let epoch = now(), armedWithin = 1500, longest = 3500;
  window.__auditor = state;

  window.alert = () => undefined;
  window.confirm = () => false;
  window.prompt = () => null;
  window.print = () => undefined;
  window.close = () => undefined;
  // Back and forth within the document is the page's own doing; a step out of it would take the page away.
  const step = History.prototype.go;
  History.prototype.go = function (delta) {
    const way = window.navigation, to = way && way.entries()[way.currentEntry.index + (Number(delta) || 0)];
    if (delta && to && to.sameDocument) step.call(this, delta);
  };
  History.prototype.back = function () { this.go(-1); };
  History.prototype.forward = function () { this.go(1); };
  // A click that asks for another page gives its address; the page itself stays.
  if (window.navigation) window.navigation.addEventListener("navigate", (event) => {
    if (!state.clicking || event.destination.sameDocument) return;
    if (/^https?:/.test(event.destination.url) && !event.formData && event.navigationType !== "reload") state.opened.push(event.destination.url);
    if (event.cancelable) event.preventDefault();
  });
  window.open = (url) => { if (url) state.opened.push(String(url)); return null; };
  navigator.sendBeacon = () => true;
  const press = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (this.isConnected) return press.call(this);
    if (this.href) state.opened.push(this.href); // a download a script starts
  };

  // Something came: what its reader arms or asks next belongs to it, however long it was waited for.
  const came = () => { epoch = state.changed = now(); };
  const begin = () => { state.pending++; let open = true; return () => { if (open) { open = false; state.pending--; came(); } }; };
  // A document that a script fetches (to draw it, to hand it over) is what a link to it would show.
  const paper = /^https?:[^?#]*\.(?:pdf|docx?|xlsx?|pptx?|odt)(?:[?#]|$)/i;
  const asked = (given) => { const url = new URL(given, document.baseURI).href; if (paper.test(url)) state.opened.push(url); };
  if (window.fetch) {
    const ask = window.fetch;
    window.fetch = function (...args) {
      const end = begin();
      try { asked(String((args[0] && args[0].url) || args[0])); } catch (error) { /* no address */ }
      return ask.apply(this, args).then(
        (answer) => {
          came();
          // The body comes later than the head; give its reader a moment.
          setArmed(end, 30);
          for (const name of ["json", "text"]) {
            const read = answer[name];
            if (read) answer[name] = function () { const over = begin(); return read.call(answer).finally(() => { came(); setArmed(over, 0); }); };
          }
          return answer;
        },
        (error) => { end(); throw error; },
      );
    };
  }
  const open = XMLHttpRequest.prototype.open, send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.open = function (...args) {
    try { asked(String(args[1])); } catch (error) { /* no address */ }
    return open.apply(this, args);
  };
  XMLHttpRequest.prototype.send = function (...args) {
    const end = begin();
    this.addEventListener("readystatechange", came);
    this.addEventListener("loadend", () => setArmed(end, 0));
    try { return send.apply(this, args); } catch (error) { end(); throw error; }
  };
  // A counted timer's work may arm the next (a splash that fades, then shows); what arms itself again is a clock.
  const armed = new Map(), arms = { own: 1, native: 4 }; // `await sleep()` always arms the engine's own function
  let following = false;
  const fresh = (call) => {
    const words = String(call), times = (armed.get(words) || 0) + 1;
    armed.set(words, times);
    return times <= (words.endsWith("{ [native code] }") ? arms.native : arms.own);
  };
  window.setTimeout = function (call, ms, ...rest) {
    const wait = Number(ms) || 0;
    const soon = typeof call === "function" && wait <= longest && (following || now() - epoch < armedWithin);
    const counted = soon && (fresh(call) || now() - epoch < armedWithin);
    if (!counted) return arm.call(window, call, ms, ...rest);
    const id = arm.call(window, function (...given) {
      state.timers.delete(id);
      following = true;
      setArmed(() => { following = false; }, 0);
      return call.apply(this, given);
    }, ms, ...rest);
    state.timers.set(id, now() + wait);
    return id;
  };
  window.clearTimeout = function (id) { state.timers.delete(id); return disarm.call(window, id); };

  // Work put off until the page is idle (islands, late hydration) is work.
  if (window.requestIdleCallback) {
    const idle = window.requestIdleCallback, drop = window.cancelIdleCallback, ends = new Map();
    window.requestIdleCallback = function (call, options) {
      if (typeof call !== "function" || now() - epoch >= armedWithin) return idle.call(window, call, options);
      const end = begin();
      const id = idle.call(window, function (left) { ends.delete(id); try { return call.call(this, left); } finally { end(); } }, options);
      ends.set(id, end);
      return id;
    };
    window.cancelIdleCallback = function (id) { const end = ends.get(id); if (end) { ends.delete(id); end(); } return drop.call(window, id); };
  }

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
  const watched = { childList: true, subtree: true, characterData: true };
  watcher.observe(document, watched);

  // Shadow roots, closed ones too, are part of what a visitor sees.
  const rootOf = new WeakMap();
  state.entered = () => {};
  const enter = (root) => {
    if (state.roots.has(root)) return;
    state.roots.add(root);
    rootOf.set(root.host, root);
    watcher.observe(root, watched);
    state.entered(root);
  };
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) { const root = attach.call(this, how); enter(root); return root; };
  // Those that stand in the markup were attached by nobody.
  state.declared = (within = document) => {
    for (const el of within.querySelectorAll("*")) if (el.shadowRoot) { enter(el.shadowRoot); state.declared(el.shadowRoot); }
  };
  // A copy of an element as it is composed: shadow trees in their hosts, the hosts' own children in the slots. Its
  // document is another, where nothing is loaded and no component begins to work.
  const aside = document.implementation.createHTMLDocument("");
  state.composed = (node) => {
    const root = rootOf.get(node);
    if (!root && node.localName !== "slot") {
      if (node.nodeType !== 1 || node.localName === "template") return aside.importNode(node, true);
      const copy = aside.importNode(node, false);
      for (const kid of node.childNodes) copy.append(state.composed(kid));
      return copy;
    }
    const copy = root ? aside.importNode(node, false) : aside.createDocumentFragment();
    const given = root ? [] : node.assignedNodes();
    for (const kid of root ? root.childNodes : given.length ? given : node.childNodes) copy.append(state.composed(kid));
    return copy;
  };
  state.markup = (el) => {
    if (!state.roots.size) return el.outerHTML;
    const box = aside.createElement("div");
    box.append(state.composed(el));
    return box.innerHTML;
  };

  // Milliseconds of silence; 0 while something is under way. Scripts that came are run before the document
  // is complete, but a document that something foreign holds open is not waited for.
  let parsed = Infinity;
  state.quiet = () => {
    const at = now();
    if (!document.body || document.readyState === "loading") return 0;
    if (document.readyState !== "complete" && at - parsed < completeWithin) return 0;
    for (const [id, due] of state.timers) if (due + 200 < at) state.timers.delete(id);
    if (state.pending > 0 || state.timers.size > 0) return 0;
    return at - state.changed;
  };
  document.addEventListener("DOMContentLoaded", () => { epoch = parsed = now(); });
  // A click was made: what it arms at once counts, and if nothing stirs there is nothing to wait for.
  state.again = () => { epoch = now(); armedWithin = 150; longest = 1500; state.changed = now() - 1000; state.timers.clear(); armed.clear(); if (window.jQuery && window.jQuery.fx) window.jQuery.fx.off = true; };
  // What a click set moving is there at once: pages show the new when the old has faded.
  state.finish = () => {
    for (const moving of document.getAnimations()) {
      const timing = moving.effect && moving.effect.getComputedTiming();
      if (timing && moving.playState === "running" && timing.endTime < 10000) { moving.finish(); state.changed = now(); }
    }
  };
})();
