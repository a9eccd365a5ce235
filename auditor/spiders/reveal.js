// Opens what a visitor can open on the page (tabs, menus, cards, selects, "muat lagi"), points at heads of menus, and keeps what
// scripts then show, each state under the words that were clicked. Never leaves the page.
// Takes {maxClicks, budgetMs of time as the page lives it (watch.js), mostMs by the clock, done: [keys],
// replay: [keys], reached: [addresses that need no click any more]}; gives
// {shown: [{labels, html}], states: [{key, label, url, html}], routes: [hash], opened: [{label, url}],
// done: [keys], lost: [[keys]]}: `states` are other addresses of the site a click led to, as they stood then;
// `lost` are ways (clicks in order) to what could no longer be reached; load anew and replay one.
// Before each click what was found since the last one is told, so that no click can cost it.
async ({ maxClicks, budgetMs, mostMs, done, replay, reached }) => {
  const state = window.__auditor || { quiet: () => 1e9, again: () => {}, finish: () => {}, sleep: (go, ms) => window.setTimeout(go, ms), clickable: new Set(), delegated: true, opened: [], pending: 0, lived: () => performance.now() };
  state.clicking = true;
  const began = state.lived(), end = performance.now() + mostMs;
  const sleep = (ms) => new Promise((go) => state.sleep(go, ms));
  const squeeze = (words) => (words || "").replace(/\s+/g, " ").trim();
  const text = (el) => squeeze(el.innerText || el.textContent);
  // All words of a tree, hidden ones too, but not its programs: their strings are not on the page yet.
  const wordsOf = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, {
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
  const told = new Set([...document.querySelectorAll("[href], [src], [data]")].map((el) => el.href || el.src || el.data));
  let clicks = 0;
  let linksTried = 0, intercepted = false; // does the page swap its content where others follow a link?
  const left = () => Math.min(budgetMs - (state.lived() - began), end - performance.now());

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
  observer.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["src", "data"] });

  const settle = async () => {
    await sleep(15);
    state.finish();
    const from = state.lived(), most = Math.max(left(), 200);
    const over = () => state.lived() - from > Math.min(state.pending > 0 ? 4000 : 2500, most) || performance.now() > end + 1000;
    for (let turn = 0; !over() && state.quiet() < 40; turn++) {
      if (turn < 3) state.finish(); // what moves again and again is no news
      await sleep(15);
    }
  };
  const visible = (el) => el.getClientRects().length > 0 && getComputedStyle(el).visibility !== "hidden";
  // Blocks of words that are in the document but not to be seen: panels and modals a click may open.
  const hiddenBlocks = () => {
    const found = [];
    for (const el of document.querySelectorAll("div, section, article, dialog, td, tr, li, p, dd")) {
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
    const markup = el.outerHTML;
    if (kept.has(markup)) return;
    if (fresh && words && (known.includes(words) || stood.includes(words)) && sources.every((one) => knownSources.has(one))) return;
    kept.add(markup);
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
  const collect = (labels, hiddenBefore) => {
    const fresh = [...added].filter((el) => el.isConnected && !/^(SCRIPT|STYLE|LINK|META)$/.test(el.tagName));
    added.clear();
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
    for (const el of hiddenBefore) if (el.isConnected && visible(el) && !menuLike(el) && !el.closest("[role=tabpanel]")) keep(el, labels, false);
  };

  const never = /\b(?:hapus|delete|kirim|submit|logout|keluar|log ?in|masuk|daftar akun|print|cetak|share|bagikan|bayar|like|suka|reset|play|pause|scroll|back to top|ke atas|theme|tema|dark|mode gelap|bahasa|translate)\b/i;
  const enter = /^(?:masuk|enter)\b(?!.*\b(?:akun|admin|login))/i;
  const close = /^(?:x|×|✕|✖|tutup|close|batal|cancel|kembali|back|‹|«|❮|←|prev(?:ious)?|sebelumnya|beranda|home)\W*$/i;
  const more = /(?:muat|tampilkan|lihat) (?:lagi|lebih|lainnya|semua)|lebih banyak|load more|show more|selanjutnya|berikutnya|^next$|^[›»❯→]$/i;
  const vague = /^(?:lihat|baca|detail|selengkapnya|rincian|info|klik|buka|cek|read|more|view|show|pilih|tampilkan|\W)+(?:detail|selengkapnya|lengkap|info|informasi|more|di ?sini|persyaratan|syarat|layanan)?\W*$/i;
  const plain = [
    "[role=tab]", "[data-bs-toggle]", "[data-toggle]", "summary", ".accordion-button", ".accordion-header", "[onclick]",
    "button", "input[type=button]", "input[type=radio]", "nav a:not([href])", "a[href^='#']", "a[href='']",
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
    const all = new Set(document.querySelectorAll(plain));
    for (const el of state.clickable) { if (el.isConnected) all.add(el); else state.clickable.delete(el); }
    for (const el of document.querySelectorAll("body *")) {
      if (typeof el.onclick === "function") all.add(el);
      // Listeners on the document say nothing of the element; the pointer does.
      else if (!all.has(el) && !["A", "LABEL", "OPTION"].includes(el.tagName) && getComputedStyle(el).cursor === "pointer" &&
        !(el.parentElement && getComputedStyle(el.parentElement).cursor === "pointer")) all.add(el);
    }
    // "Masuk" on a page of few words and without a form is a door, not a login.
    const door = known.length < 400 && !document.querySelector("form, input");
    const list = [];
    for (const el of document.querySelectorAll("body *")) {
      if (!all.has(el) && !(el.tagName === "A" && state.delegated)) continue;
      if (el.type === "submit" && el.closest("form") || el.disabled) continue;
      const onclick = el.getAttribute("onclick") || "";
      if (/location\s*(?:\.href\s*)?=|location\.(?:assign|replace)|print\(|submit\(/.test(onclick)) continue;
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
  const find = (key) => { const hit = candidates().find((item) => item.key === key); return hit && hit.el; };

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
    const whole = before || states.length >= 40 ? "" : document.documentElement.outerHTML;
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

  let last = ["", ""];
  const act = async (el, path, labels) => {
    await ledOn(...last); // later than it was waited for
    last = [path[path.length - 1], labels[labels.length - 1] || ""];
    const before = hiddenBlocks();
    const isSelect = el.tagName === "SELECT";
    const values = isSelect ? [...el.options].filter((o) => !o.disabled && (o.value || o.text)).slice(0, 15) : [null];
    for (const option of values) {
      if (clicks >= maxClicks || left() < 0) return;
      clicks++;
      const hash = location.hash, was = state.opened.length;
      tell(path);
      state.again();
      stood = wordsOf(document.body);
      try {
        if (option === null) el.click();
        else {
          if (!el.isConnected) return;
          el.value = option.value;
          el.dispatchEvent(new Event("input", { bubbles: true }));
          el.dispatchEvent(new Event("change", { bubbles: true }));
        }
      } catch (error) { continue; }
      await settle();
      const name = option === null ? labels : [...labels.slice(0, -1), squeeze(option.text)];
      for (const url of turned) if (!told.has(url)) { told.add(url); state.opened.push(url); }
      turned.clear();
      for (const url of state.opened.slice(was)) opened.push({ label: name[name.length - 1] || "", url });
      if (await ledOn(...last)) continue;
      if (/^#!?\//.test(location.hash) && location.hash !== hash) { routes.add(location.hash); added.clear(); continue; }
      collect(name, before);
    }
  };

  const explore = async (path, labels, depth) => {
    const mine = candidates().filter((item) => !seen.has(item.key));
    for (const item of mine) seen.add(item.key);
    for (let index = 0; index < mine.length; index++) {
      const item = mine[index];
      if (clicks >= maxClicks || left() < 0) return;
      if (close.test(item.name) || (item.link && ((linksTried >= 3 && !intercepted) || been.has(plainly(item.el.href))))) continue;
      if (item.link) linksTried++;
      let el = item.el.isConnected ? item.el : find(item.key);
      if (!el) el = await wayBack(item.key);
      if (!el) { lost.push([...path, item.key]); continue; }
      const under = item.name && !more.test(item.name) ? [...labels, item.name] : labels;
      const before = shown.length;
      const way = [...path, item.key];
      await act(el, way, under.slice(-2));
      for (let again = 0; more.test(item.name) && again < 8; again++) {
        const next = el.isConnected && visible(el) ? el : find(item.key);
        const had = shown.length;
        if (!next || clicks >= maxClicks || left() < 0) break;
        await act(next, way, labels.slice(-2));
        if (shown.length === had) break;
      }
      // What it opened may offer more to open.
      if (depth < 2 && shown.length > before) await explore(way, under, depth + 1);
    }
  };
  // One step back, as a visitor would: close the modal, press "kembali", the browser's own back.
  const wayBack = async (key) => {
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    for (const item of candidates().filter((other) => close.test(other.name) && visible(other.el)).slice(0, 3)) {
      item.el.click(); clicks++; await settle(); added.clear();
      const el = find(key);
      if (el) return el;
    }
    return null;
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

  for (const key of replay) {
    const el = find(key);
    if (!el) return { shown, states, routes: [], opened, done: [...seen, ...replay], lost };
    seen.add(key);
    state.again();
    if (key === replay[replay.length - 1]) {
      const name = nameOf(el);
      await act(el, replay, replay.map((one) => one.split("|")[1]).filter(Boolean).slice(-2));
      await explore(replay, [name], 1);
    } else { el.click(); await settle(); added.clear(); known = wordsOf(document.body); }
  }
  if (!replay.length) { await point(); await explore([], [], 0); }
  await ledOn(...last);
  observer.disconnect();
  for (const el of document.querySelectorAll("*"))
    if (el.shadowRoot && el.shadowRoot.innerHTML.length > 20) shown.push({ labels: [], html: "<div>" + el.shadowRoot.innerHTML.slice(0, 300000) + "</div>" });
  for (const frame of document.querySelectorAll("iframe")) {
    let inner = null;
    try { inner = frame.contentDocument; } catch (error) { inner = null; }
    // A frame shut off from us still says in its attribute what it shows.
    if (!inner && frame.srcdoc) inner = new DOMParser().parseFromString(frame.srcdoc, "text/html");
    if (inner && inner.body && (!frame.src || frame.src.startsWith("about:") || frame.hasAttribute("srcdoc")))
      shown.push({ labels: frame.title ? [frame.title] : [], html: "<div>" + inner.body.innerHTML.slice(0, 300000) + "</div>" });
  }
  return { shown, states, routes: [...routes], opened, done: [...seen], lost: lost.slice(0, 12) };
}
