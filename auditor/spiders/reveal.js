// Opens what a visitor can open on the page (tabs, menus, cards, selects, "muat lagi"), points at heads of menus, and keeps what
// scripts then show, each state under the words that were clicked. Never leaves the page.
// Takes {maxClicks, budgetMs of time as the page lives it (watch.js), mostMs by the clock, done: [keys],
// replay: [keys], reached: [addresses that need no click any more]}; gives
// {shown: [{labels, html}], states: [{key, label, url, html}], routes: [hash], opened: [{label, url}],
// done: [keys], lost: [[keys]]}: `states` are other addresses of the site a click led to, as they stood then;
// `lost` are ways (clicks in order) to what could no longer be reached; load anew and replay one.
// Before each click what was found since the last one is told, so that no click can cost it.
async ({ maxClicks, budgetMs, mostMs, done, replay, reached }) => {
  const state = window.__auditor || { quiet: () => 1e9, again: () => {}, finish: () => {}, sleep: (go, ms) => window.setTimeout(go, ms), clickable: new Set(), delegated: true, opened: [], roots: new Set(), declared: () => {}, composed: (el) => el, markup: (el) => el.outerHTML, pending: 0, lived: () => performance.now() };
  state.clicking = true;
  state.declared();
  const standing = () => [...state.roots].filter((root) => root.host.isConnected);
  // What a selector means in the document and in the shadow trees that stand in it.
  const every = (selector) => [document, ...standing()].flatMap((within) => [...within.querySelectorAll(selector)]);
  const elements = () => [document.body, ...standing()].flatMap((within) => [...within.querySelectorAll("*")]);
  const began = state.lived(), end = performance.now() + mostMs;
  const sleep = (ms) => new Promise((go) => state.sleep(go, ms));
  const squeeze = (words) => (words || "").replace(/\s+/g, " ").trim();
  const text = (el) => squeeze(el.innerText || el.textContent);
  // All words of a tree, hidden ones too, but not its programs: their strings are not on the page yet.
  const wordsOf = (root) => {
    const walker = document.createTreeWalker(state.roots.size ? state.composed(root) : root, NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => (/^(SCRIPT|STYLE|NOSCRIPT)$/.test(node.parentNode.nodeName) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
    });
    const parts = [];
    while (walker.nextNode()) parts.push(walker.currentNode.data);
    return squeeze(parts.join(" "));
  };
  const plainly = (url) => url.split("#")[0].replace(/\/(?:index\.html?)?(?=\?|$)/, "");
  const page = location.href.split("#")[0], home = plainly(page);
  const entry = () => (window.navigation && window.navigation.currentEntry ? window.navigation.currentEntry.index : 0);
  const began_at = entry();
  const shown = [], lost = [], opened = [], states = [];
  const been = new Set(reached.map(plainly));
  const routes = new Set();
  const kept = new Set();
  const seen = new Set(done);
  let known = wordsOf(document.body), stood = known; // `stood`: the page's words before the click in hand
  const sourcesOf = (root) => [...root.querySelectorAll("[href], [src], [data]"), root].map((el) => el.getAttribute("href") || el.getAttribute("src") || el.getAttribute("data")).filter(Boolean);
  const knownSources = new Set(sourcesOf(document.body));
  const told = new Set(every("[href], [src], [data]").map((el) => el.href || el.src || el.data));
  for (const url of state.opened) opened.push({ label: "", url }); // what the page asked for by itself
  let clicks = 0;
  let linksTried = 0, intercepted = false; // does the page swap its content where others follow a link?
  let awaited = 0; // of that time for answers: a slow server's pace takes nothing from the page's, up to as much again
  const left = () => Math.min(budgetMs + Math.min(awaited, budgetMs) - (state.lived() - began), end - performance.now());

  // Nothing is sent, nothing is left: a click may only change the page.
  window.addEventListener("submit", (event) => event.preventDefault(), true);
  window.addEventListener("click", (event) => {
    const link = event.target && event.target.closest && event.target.closest("a[href]");
    if (link && event.defaultPrevented && !link.getAttribute("href").startsWith("#")) intercepted = true;
    if (link && !event.defaultPrevented && !link.getAttribute("href").startsWith("#")) event.preventDefault();
  });

  const added = new Set();
  const note = (el) => { if (el && el.nodeType === 1 && el !== document.body && el !== document.documentElement) added.add(el); };
  // Another address in a frame or picture is what a link to it would show.
  const turned = new Set();
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === "attributes") {
        const el = record.target, url = el.matches("iframe, embed, object, img:not([data-src], [loading])") && (el.src || el.data);
        if (/^https?:/.test(url)) turned.add(url);
      } else if (record.type === "characterData") note(record.target.parentElement);
      else for (const node of record.addedNodes) note(node.nodeType === 1 ? node : record.target);
    }
  });
  const observed = { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["src", "data"] };
  for (const within of [document.body, ...state.roots]) observer.observe(within, observed);
  state.entered = (root) => { observer.observe(root, observed); note(root.host); };

  const settle = async () => {
    await sleep(15);
    state.finish();
    const from = state.lived(), most = Math.max(left(), 200);
    const over = () => state.lived() - from > Math.min(state.pending > 0 ? 4000 : 2500, most) || performance.now() > end + 1000;
    for (let turn = 0; !over() && state.quiet() < 40; turn++) {
      if (turn < 3) state.finish(); // what moves again and again is no news
      const asking = state.pending > 0, at = state.lived();
      await sleep(15);
      if (asking) awaited += state.lived() - at;
    }
  };
  const visible = (el) => el.getClientRects().length > 0 && getComputedStyle(el).visibility !== "hidden";
  // Blocks of words that are in the document but not to be seen: panels and modals a click may open.
  const hiddenBlocks = () => {
    const found = [];
    for (const el of every("div, section, article, dialog, td, tr, li, p, dd")) {
      if (el.parentElement && found.some((other) => other.contains(el))) continue;
      if (el.childElementCount < 400 && !visible(el) && squeeze(el.textContent).length > 30) found.push(el);
      if (found.length > 200) break;
    }
    return found;
  };
  const menuLike = (el) => {
    if (el.closest("nav, header, [role=menu], [class*=dropdown-menu], [class*=submenu], [class*=sub-menu]")) return true;
    const all = squeeze(el.textContent).length;
    let linked = 0;
    for (const link of el.querySelectorAll("a")) linked += squeeze(link.textContent).length;
    return all > 0 && linked > all * 0.8;
  };
  const keep = (el, labels, fresh) => {
    const words = wordsOf(el);
    const media = el.matches("img, iframe, embed, object") || el.querySelector("img[src], iframe, embed, object, a[href]");
    if (words.length < 3 && !media) return;
    const sources = media ? sourcesOf(el) : [];
    const markup = state.markup(el);
    const piece = labels.join("|") + markup;
    if (kept.has(piece)) return;
    // A few words ("Gratis") may be the answer to more than one question.
    const times = (all) => all.split(words).length;
    const told = labels.length && words.length < 200 ? stood.includes(words) && times(wordsOf(document.body)) <= times(stood) : known.includes(words) || stood.includes(words);
    if (fresh && words && told && sources.every((one) => knownSources.has(one))) return;
    kept.add(piece);
    for (const one of sources) knownSources.add(one);
    known += " " + words;
    shown.push({ labels, html: markup.slice(0, 300000) });
  };
  // A script that draws the whole page anew at every click: its menu, head and foot stood there before.
  const narrowed = (el) => {
    for (;;) {
      const told = [...el.children].filter((kid) => wordsOf(kid));
      const fresh = told.filter((kid) => !stood.includes(wordsOf(kid)));
      const frame = (kid) => kid.matches("nav, header, footer, aside") || kid.querySelector("nav") || wordsOf(kid).length > 400;
      if (fresh.length !== 1 || told.length < 2 || wordsOf(el).length > told.reduce((sum, kid) => sum + wordsOf(kid).length + 1, 0) + 20) return el;
      if (!told.every((kid) => kid === fresh[0] || frame(kid))) return el;
      el = fresh[0];
    }
  };
  let stirred = false; // whether the click in hand brought anything to be seen
  const collect = (labels, hiddenBefore) => {
    const fresh = [...added].filter((el) => el.isConnected && !/^(SCRIPT|STYLE|LINK|META)$/.test(el.tagName));
    added.clear();
    stirred = fresh.length > 0;
    const outer = fresh.filter((el) => !fresh.some((other) => other !== el && other.contains(el)));
    if (outer.length) {
      // Title and text of one modal change apart: what encloses both is the answer, if it is not the page.
      let common = outer[0];
      while (outer.length > 1 && common && !outer.every((el) => common.contains(el))) common = common.parentElement;
      const sum = outer.reduce((total, el) => total + squeeze(el.textContent).length, 0);
      const whole = common && common !== document.body && common.parentElement !== document.documentElement &&
        squeeze(common.textContent).length <= sum * 2 + 200;
      if (whole) keep(narrowed(common), labels, true);
      else {
        const count = new Map();
        for (const el of outer) count.set(el.parentElement, (count.get(el.parentElement) || 0) + 1);
        const places = new Set(outer.map((el) => (el.parentElement && el.parentElement !== document.body && count.get(el.parentElement) > 1 ? el.parentElement : el)));
        for (const el of places) keep(narrowed(el), labels, true);
      }
    }
    for (const el of hiddenBefore) if (el.isConnected && visible(el) && !menuLike(el) && !el.closest("[role=tabpanel]")) { stirred = true; keep(el, labels, false); }
  };

  const never = /\b(?:hapus|delete|kirim|submit|logout|keluar|log ?in|masuk|daftar akun|print|cetak|share|bagikan|bayar|like|suka|reset|play|pause|scroll|back to top|ke atas|theme|tema|dark|mode gelap|bahasa|translate)\b/i;
  const enter = /^(?:(?:masuk|enter)\b(?!.*\b(?:akun|admin|login))|(?:bahasa )?indonesian?\W*$)/i;
  const close = /^(?:x|×|✕|✖|tutup|close|batal|cancel|kembali|back|‹|«|❮|←|prev(?:ious)?|sebelumnya|beranda|home)\W*$/i;
  const more = /(?:muat|tampilkan|lihat) (?:lagi|lebih|lainnya|semua)|lebih banyak|load more|show more|selanjutnya|berikutnya|^next$|^[›»❯→]$/i;
  const vague = /^(?:lihat|baca|detail|selengkapnya|rincian|info|klik|buka|cek|read|more|view|show|pilih|tampilkan|\W)+(?:detail|selengkapnya|lengkap|info|informasi|more|di ?sini|persyaratan|syarat|layanan)?\W*$/i;
  const plain = [
    "[role=tab]", "[data-bs-toggle]", "[data-toggle]", "summary", ".accordion-button", ".accordion-header", "[onclick]",
    "button", "input[type=button]", "input[type=radio]", "input[type=checkbox]", "nav a:not([href])", "a[href^='#']", "a[href='']",
    "a[href^='javascript:']", "a:not([href])", "[data-tab]", "[data-page]", "[data-target]", "[aria-controls]",
    "[aria-expanded=false]", "[role=button]", "[role=menuitem]", "li[class*=tab]", "[class*=tab-link]", "select",
  ].join(",");
  const cardName = (el) => {
    for (let up = el.parentElement, step = 0; up && step < 4 && up !== document.body; up = up.parentElement, step++) {
      const head = up.querySelector("h1, h2, h3, h4, h5, h6, [class*=title], [class*=judul], strong");
      if (head && !head.contains(el) && text(head)) return text(head).slice(0, 120);
      if (up.tagName === "TR" || up.tagName === "LI") return squeeze(text(up).replace(text(el), "")).slice(0, 120);
    }
    return "";
  };
  const nameOf = (el) => {
    if (el.tagName === "INPUT") {
      const label = el.labels && el.labels[0];
      return squeeze((label && label.textContent) || el.value || el.title).slice(0, 120);
    }
    const head = el.querySelector("h1, h2, h3, h4, h5, h6");
    let name = head && text(el).length > 60 ? text(head) : text(el);
    name = name || squeeze(el.getAttribute("aria-label") || el.title || el.alt || "");
    if (vague.test(name)) { const card = cardName(el); if (card) name = card; }
    return name.slice(0, 120);
  };
  const keyOf = (el, name) =>
    [el.tagName, name, el.getAttribute("onclick") || "", el.getAttribute("href") || "", el.getAttribute("data-id") || el.getAttribute("data-target") || el.getAttribute("data-bs-target") || el.getAttribute("data-page") || el.getAttribute("data-tab") || "", name ? "" : el.id].join("|").slice(0, 400);
  const listened = (el) => state.clickable.has(el) || typeof el.onclick === "function";
  const candidates = () => {
    const all = new Set(every(plain));
    for (const el of state.clickable) { if (el.isConnected) all.add(el); else state.clickable.delete(el); }
    const there = elements();
    for (const el of there) {
      if (typeof el.onclick === "function") all.add(el);
      // Listeners on the document say nothing of the element; the pointer does, and what it hides right behind it.
      else if (!all.has(el) && state.delegated && el.nextElementSibling && el.nextElementSibling.hidden && text(el)) all.add(el);
      else if (!all.has(el) && !["A", "LABEL", "OPTION"].includes(el.tagName) && getComputedStyle(el).cursor === "pointer" &&
        !(el.parentElement && getComputedStyle(el.parentElement).cursor === "pointer")) all.add(el);
    }
    // "Masuk" on a page of few words and without a form is a door, not a login.
    const door = known.length < 400 && !document.querySelector("form, input");
    const list = [];
    for (const el of there) {
      if (!all.has(el) && !(el.tagName === "A" && state.delegated)) continue;
      if (el.type === "submit" && el.closest("form") || el.disabled) continue;
      if (el.type === "checkbox" && (el.form || el.checked)) continue; // a consent, or what hides again
      const onclick = el.getAttribute("onclick") || "";
      if (/location(?:\.href)?\s*=\s*(?:(["'`])[^"'`]*\1\s*;?|[^;]*\blocation\b.*)$|location\.(?:assign|replace)\(\s*(["'`])[^"'`]*\2\s*\)|\.reload\(|print\(|submit\(/.test(onclick)) continue;
      // A box with clickable things in it (a delegated list) is not itself a thing to click.
      if (!listened(el) || el.matches(plain) ? false : el.querySelectorAll(plain).length > 1 || text(el).length > 600) continue;
      const name = nameOf(el);
      if (name.length < 25 && never.test(name) && !(door && enter.test(name))) continue;
      const href = el.tagName === "A" ? el.getAttribute("href") || "" : "";
      const link = href !== "" && !/^(?:#|javascript:)/i.test(href);
      if (link && (!/^https?:$/.test(el.protocol) || el.origin !== location.origin)) continue;
      list.push({ el, name, link, key: keyOf(el, name) });
    }
    return list;
  };
  // What appears behind several things under one name ("Persyaratan" of every service) is told apart by the thing
  // that was clicked for it: `id` is "opener»key" there and the key alone elsewhere.
  const find = (id) => {
    const [opener, key] = id.includes("»") ? id.split("»") : ["", id];
    const list = candidates();
    const from = opener ? list.findIndex((item) => item.key === opener) : -1;
    const hit = list.slice(from + 1).find((item) => item.key === key) || list.find((item) => item.key === key);
    return hit && hit.el;
  };
  const telling = (key) => key.split("|").slice(2).some((part) => part && !/^(?:#|javascript:.*)$/i.test(part));
  const acted = new WeakSet(), pressed = new Set(); // elements clicked already, and their keys
  const everywhere = new Set(); // keys that gave the same below another thing
  const owner = new Map(); // of what was found below a click, by the thing it stands after: whose it was
  // What a click on `opener` brought that can be clicked: not what stood there when its level began (`base`), nor
  // what stands behind another thing that brought it before.
  const brought = (base, opener, stood) => {
    const list = [];
    let after = "";
    for (const item of candidates()) {
      if (base.has(item.key)) { after = item.key; continue; }
      const id = telling(item.key) ? item.key : opener + "»" + item.key, pair = after + "»" + item.key;
      const whose = owner.get(pair);
      if (seen.has(id) || everywhere.has(item.key) || (acted.has(item.el) && item.el.tagName !== "SELECT")) continue;
      if (whose && (whose === after ? after !== opener : stood.has(item.el))) continue;
      owner.set(pair, opener);
      list.push({ ...item, id });
    }
    return list;
  };

  let count = [0, 0, 0];
  const tell = (way) => {
    if (window.__auditorTold) window.__auditorTold({
      way, shown: shown.slice(count[0]), states: states.slice(count[1]), opened: opened.slice(count[2]), routes: [...routes], done: [], lost: [],
    }).catch(() => {});
    count = [shown.length, states.length, opened.length];
  };
  // A click that led to another address of the site shows another page: it is kept as that address's, never
  // as this one's, and the page is taken back to where it was.
  const ledOn = async (key, label) => {
    if (plainly(location.href) === home) return false;
    const url = location.href.split("#")[0], before = been.has(plainly(url));
    been.add(plainly(url));
    const whole = before || states.length >= 40 ? "" : state.markup(document.documentElement);
    states.push({ key, label, url, html: whole.length > 1500000 ? "" : whole });
    const back = entry() - began_at;
    if (back > 0) history.go(-back);
    for (let waited = 0; waited < 20 && plainly(location.href) !== home; waited++) await sleep(15);
    if (plainly(location.href) !== home) history.replaceState(history.state, "", page);
    await settle();
    // Where the page does not follow its own address back, what still stands is no news of this page.
    known += " " + wordsOf(document.body);
    added.clear();
    return true;
  };

  // A form in which things are only chosen or sought asks the page; a button sends it to the page's own script.
  const asks = (el) => el.form && [...el.form.elements].every((field) => field === el || /^(?:select-one|radio|search|hidden|button|submit|reset|fieldset)$/.test(field.type));

  let last = ["", ""];
  const act = async (el, path, labels, option) => {
    await ledOn(...last); // later than it was waited for
    const name = labels[labels.length - 1] || "";
    last = [path[path.length - 1], name];
    const before = hiddenBlocks();
    clicks++;
    const hash = location.hash, was = state.opened.length;
    tell(path);
    state.again();
    stood = wordsOf(document.body);
    acted.add(el);
    stirred = false;
    try {
      if (option) {
        el.value = option.value;
        el.dispatchEvent(new Event("input", { bubbles: true }));
        el.dispatchEvent(new Event("change", { bubbles: true }));
        if (asks(el)) el.form.requestSubmit();
      } else el.click();
    } catch (error) { return; }
    await settle();
    for (const url of turned) if (!told.has(url)) { told.add(url); state.opened.push(url); }
    turned.clear();
    for (const url of state.opened.slice(was)) opened.push({ label: name, url });
    if (await ledOn(...last)) return;
    if (/^#!?\//.test(location.hash) && location.hash !== hash) { routes.add(location.hash); added.clear(); return; }
    collect(labels, before);
  };
  const spent = () => clicks >= maxClicks || left() < 0;

  // `base`: keys of all that stood when the levels above began; `mine`: what is to be clicked on this one.
  const explore = async (path, labels, depth, base, mine) => {
    for (const item of mine) seen.add(item.id);
    const ours = new Set([...base, ...mine.map((item) => item.key)]);
    for (const item of mine) {
      if (spent()) return;
      if (close.test(item.name) || (item.link && ((linksTried >= 3 && !intercepted) || been.has(plainly(item.el.href))))) continue;
      if (item.link) linksTried++;
      const el = (item.el.isConnected ? item.el : find(item.id)) || (await wayBack(item.id, path));
      if (!el) { lost.push([...path, item.id]); continue; }
      const named = item.name && !more.test(item.name) && !/^\d{1,3}$/.test(item.name), way = [...path, item.id];
      const options = el.tagName === "SELECT" ? [...el.options].filter((one) => !one.disabled && one.value).slice(0, 15) : [null];
      for (const option of options) {
        if (spent() || (option && !el.isConnected)) break;
        const under = option ? [...labels, squeeze(option.text)] : named ? [...labels, item.name] : labels;
        const had = shown.length, gave = opened.length, standing = new WeakSet(elements());
        await act(el, way, under.slice(-2), option);
        for (let again = 0; more.test(item.name) && again < 8; again++) {
          const next = el.isConnected && visible(el) ? el : find(item.id);
          const before = shown.length;
          if (!next || spent()) break;
          await act(next, way, labels.slice(-2));
          if (shown.length === before) break;
        }
        if (!stirred && opened.length === gave && pressed.has(item.key)) everywhere.add(item.key);
        // What it opened may offer more to open.
        if (depth < 2 && stirred) await explore(way, under, depth + 1, ours, brought(ours, item.key, standing));
      }
      pressed.add(item.key);
    }
  };
  // One step back, as a visitor would: close the modal, press "kembali", the browser's own back.
  const wayBack = async (key, path) => {
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    for (const item of candidates().filter((other) => close.test(other.name) && visible(other.el)).slice(0, 3)) {
      item.el.click(); clicks++; await settle(); added.clear();
      const el = find(key);
      if (el) return el;
    }
    // Or what it came from once more.
    const opener = path.length && find(path[path.length - 1]);
    if (!opener) return null;
    opener.click(); clicks++; await settle(); added.clear();
    return find(key);
  };

  // A menu that stands in the document only while the pointer is on its head: its entries are links as others.
  const point = async () => {
    const stands = (el) => el && el.querySelector("a[href]");
    const heads = [...document.querySelectorAll(":is(nav, header) :is([aria-haspopup], [class*=dropdown])")]
      .filter((el) => !el.querySelector("[aria-haspopup], [class*=dropdown]") && !stands(el.nextElementSibling) && visible(el)).slice(0, 15);
    for (const el of heads) {
      if (left() < 0) return;
      state.again();
      stood = wordsOf(document.body);
      for (const kind of [PointerEvent, MouseEvent]) {
        const name = kind === MouseEvent ? "mouse" : "pointer";
        el.dispatchEvent(new kind(name + "over", { bubbles: true }));
        for (let up = el; up && !up.matches("nav, header"); up = up.parentElement) up.dispatchEvent(new kind(name + "enter"));
      }
      await sleep(15);
      if (added.size) { await settle(); collect([nameOf(el)], []); }
      for (let up = el; up && !up.matches("nav, header"); up = up.parentElement) up.dispatchEvent(new MouseEvent("mouseleave"));
      el.dispatchEvent(new MouseEvent("mouseout", { bubbles: true }));
    }
    if (heads.length) await settle();
    added.clear();
  };

  // A box to search in shows only what is asked for: two letters that most names hold.
  const ask = async () => {
    const boxes = every("input[type=search], input[type=text], input:not([type])").filter((el) => visible(el) && !el.disabled && !el.readOnly &&
      (el.type === "search" || /\b(?:cari|search|ketik|temukan|filter)/i.test([el.placeholder, el.id, el.name, el.className, el.getAttribute("aria-label")].join(" "))));
    for (const el of boxes.slice(0, 2)) for (const words of ["an", "ar", "ak", ""]) {
      if (spent()) return;
      clicks++;
      state.again();
      stood = wordsOf(document.body);
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(el, words); // past what a framework set there
      for (const kind of ["input", "change"]) el.dispatchEvent(new Event(kind, { bubbles: true }));
      el.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
      if (words && asks(el)) el.form.requestSubmit();
      await settle();
      if (await ledOn("", "")) return;
      collect([], []);
    }
  };

  const bases = new Set(candidates().map((item) => item.key));
  for (const key of replay) {
    const el = find(key);
    if (!el) return { shown, states, routes: [], opened, done: [...seen, ...replay], lost };
    seen.add(key);
    state.again();
    if (key === replay[replay.length - 1]) {
      const name = nameOf(el);
      const standing = new WeakSet(elements());
      await act(el, replay, replay.map((one) => one.split("»").pop().split("|")[1]).filter(Boolean).slice(-2));
      const opener = key.split("»").pop();
      await explore(replay, [name], 1, bases, brought(bases, opener, standing));
    } else { el.click(); await settle(); added.clear(); known = wordsOf(document.body); }
  }
  if (!replay.length) { await point(); await explore([], [], 0, bases, candidates().map((item) => ({ ...item, id: item.key })).filter((item) => !seen.has(item.key))); await ask(); }
  await ledOn(...last);
  observer.disconnect();
  for (const frame of every("iframe")) {
    let inner = null;
    try { inner = frame.contentDocument; } catch (error) { inner = null; }
    // A frame shut off from us, or not there yet, still says in its attribute what it shows.
    if (frame.srcdoc && !(inner && inner.body && squeeze(inner.body.textContent))) inner = new DOMParser().parseFromString(frame.srcdoc, "text/html");
    if (inner && inner.body && (!frame.src || /^(?:about|blob):/.test(frame.src) || frame.hasAttribute("srcdoc")))
      shown.push({ labels: frame.title ? [frame.title] : [], html: "<div>" + inner.body.innerHTML.slice(0, 300000) + "</div>" });
  }
  return { shown, states, routes: [...routes], opened, done: [...seen], lost: lost.slice(0, 12) };
}
