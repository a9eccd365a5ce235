// Opens what a visitor can open on the page (tabs, accordions, buttons) and keeps what scripts then
// put into the document. Returns {shown: [{label, html}], routes: [hash]}. Never leaves the page.
async ({ maxClicks, waitMs, budgetMs }) => {
  const began = performance.now();
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  const text = (el) => (el.innerText || el.textContent || "").replace(/\s+/g, " ").trim();
  const home = location.href.split("#")[0];
  const shown = [];
  const routes = new Set();
  const kept = new Set();
  let known = (document.body.textContent || "").replace(/\s+/g, " ");
  let label = "";
  let added = new Set();
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === "characterData") {
        if (record.target.parentElement) added.add(record.target.parentElement);
        continue;
      }
      for (const node of record.addedNodes) {
        if (node.nodeType === 1) added.add(node);
        else if (node.nodeType === 3 && record.target.nodeType === 1) added.add(record.target);
      }
    }
  });
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  const collect = () => {
    const fresh = [...added].filter((el) => el.isConnected && !["SCRIPT", "STYLE", "LINK"].includes(el.tagName));
    const outer = fresh.filter((el) => !fresh.some((other) => other !== el && other.contains(el)));
    // Pieces put side by side into one place are one answer: keep the place.
    const parents = new Map();
    for (const el of outer) parents.set(el.parentElement, (parents.get(el.parentElement) || 0) + 1);
    const places = new Set();
    for (const el of outer) {
      const parent = el.parentElement;
      places.add(parent && parent !== document.body && parents.get(parent) > 1 ? parent : el);
    }
    for (const el of places) {
      const words = (el.textContent || "").replace(/\s+/g, " ").trim();
      const media = el.querySelector("img, iframe, embed, object, a[href]") || el.matches("img, iframe, embed");
      if ((words.length < 3 && !media) || kept.has(el.outerHTML)) continue;
      if (words && known.includes(words) && !media) continue;
      kept.add(el.outerHTML);
      known += " " + words;
      shown.push({ label, html: el.outerHTML.slice(0, 300000) });
    }
    added = new Set();
  };
  const bad = /(hapus|delete|kirim|submit|logout|keluar|login|masuk|print|cetak|share|bagikan|bayar|like|download|unduh|reset|tutup|close|play|prev|next|scroll|top|theme|dark|mode)/i;
  const selector = [
    "[role=tab]", "[data-bs-toggle]", "[data-toggle]", "summary", ".accordion-button", ".accordion-header",
    "[onclick]", "button:not([type=submit])", "nav a:not([href])", "a[href='#']", "a[href^='#']",
    "a[href^='javascript:']", "a:not([href])", "[data-tab]", "[data-page]", "[data-target]", "[aria-controls]",
    "[aria-expanded=false]", ".tab", ".card[role=button]", "li[class*=tab]", "select",
  ].join(",");
  const seen = new Set();
  let clicks = 0;
  // Twice: what the first round opened may offer more to open.
  for (let round = 0; round < 2; round++) {
    for (const el of [...document.querySelectorAll(selector)]) {
      if (clicks >= maxClicks || performance.now() - began > budgetMs) break;
      if (!el.isConnected || el.closest("form:not([role=search])")) continue;
      const name = (text(el) || el.getAttribute("aria-label") || el.title || el.id || "").slice(0, 120);
      const key = el.tagName + "|" + name + "|" + (el.getAttribute("onclick") || el.getAttribute("href") || el.id || "");
      if (seen.has(key)) continue;
      seen.add(key);
      const onclick = el.getAttribute("onclick") || "";
      if (name && name.length < 25 && bad.test(name) && !/download|unduh/i.test(onclick)) continue;
      if (/location|window\.open|print\(|submit\(/.test(onclick)) continue;
      label = name;
      const values = el.tagName === "SELECT" ? [...el.options].slice(1, 12).map((option) => option.value) : [null];
      for (const value of values) {
        clicks++;
        try {
          if (value === null) el.click();
          else {
            el.value = value;
            label = (name.split("\n")[0] && el.options[el.selectedIndex] ? el.options[el.selectedIndex].text : name) || name;
            el.dispatchEvent(new Event("input", { bubbles: true }));
            el.dispatchEvent(new Event("change", { bubbles: true }));
          }
        } catch (error) { continue; }
        await sleep(waitMs);
        if (added.size) await sleep(waitMs);
        if (location.href.split("#")[0] !== home) { history.back(); await sleep(waitMs); }
        if (/^#!?\//.test(location.hash)) routes.add(location.hash);
        collect();
      }
    }
  }
  observer.disconnect();
  for (const el of document.querySelectorAll("*")) {
    if (el.shadowRoot && text(el.shadowRoot.host).length >= 0 && el.shadowRoot.innerHTML.length > 20)
      shown.push({ label: "", html: "<div>" + el.shadowRoot.innerHTML.slice(0, 300000) + "</div>" });
  }
  for (const frame of document.querySelectorAll("iframe")) {
    let inner = null;
    try { inner = frame.contentDocument; } catch (error) { inner = null; }
    if (inner && inner.body && (!frame.src || frame.src.startsWith("about:") || frame.hasAttribute("srcdoc")))
      shown.push({ label: frame.title || "", html: "<div>" + inner.body.innerHTML.slice(0, 300000) + "</div>" });
  }
  return { shown, routes: [...routes] };
}
