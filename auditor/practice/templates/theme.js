(function () {
  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }
  document.addEventListener('DOMContentLoaded', function () {
    all('[data-bs-toggle="tab"],[data-toggle="tab"],.elementor-tab-title').forEach(function (tab) {
      tab.addEventListener('click', function (event) {
        var id = tab.getAttribute('data-bs-target') || tab.getAttribute('href') || '#' + tab.getAttribute('aria-controls');
        var pane = document.querySelector(id);
        if (!pane) { return; }
        event.preventDefault();
        all('#' + pane.parentNode.id + ' > *').forEach(function (other) { other.classList.remove('active'); });
        pane.classList.add('active');
      });
    });
    all('[data-bs-toggle="collapse"],[data-bs-toggle="modal"]').forEach(function (button) {
      button.addEventListener('click', function () {
        document.querySelector(button.getAttribute('data-bs-target')).classList.toggle('show');
      });
    });
  });
})();
