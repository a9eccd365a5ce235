"use strict";
(() => {
  const tables = [...document.querySelectorAll("table.sortable")];
  for (const table of tables) {
    const heads = table.tHead.rows[table.tHead.rows.length - 1].cells;
    [...heads].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        [...heads].forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const key = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
        const body = table.tBodies[0];
        const rows = [...body.rows].sort((a, b) => {
          const x = key(a), y = key(b);
          const order = x !== "" && y !== "" && !isNaN(x) && !isNaN(y) ? x - y : x.localeCompare(y, "id");
          return up ? order : -order;
        });
        body.append(...rows);
      });
    });
  }
  const form = document.querySelector("form.tools");
  if (!form) return;
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  const [search, kind, state, count] = ["cari", "jenis", "keadaan", "jumlah"].map((id) => document.getElementById(id));
  const filter = () => {
    const words = search.value.trim().toLowerCase();
    let shown = 0, total = 0;
    document.querySelectorAll("table.filterable").forEach((table, place) => {
      for (const row of table.tBodies[0].rows) {
        const hit = (!words || row.textContent.toLowerCase().includes(words)) &&
          (!kind.value || row.dataset.kind === kind.value) && (!state.value || row.dataset.status === state.value);
        row.hidden = !hit;
        if (place === 0) { total += 1; shown += hit ? 1 : 0; }
      }
    });
    count.textContent = shown === total ? `${total} unit` : `${shown} dari ${total} unit`;
  };
  form.addEventListener("input", filter);
  filter();
})();
