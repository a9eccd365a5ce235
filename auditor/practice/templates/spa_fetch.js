(function () {
  var kotak = document.getElementById('app');
  fetch(kotak.dataset.base + '/api/halaman/' + kotak.dataset.halaman + '.json')
    .then(function (jawaban) { return jawaban.json(); })
    .then(function (hasil) {
      kotak.innerHTML = '<h1 class="judul"></h1><div class="isi">' + hasil.data.isi + '</div>';
      kotak.querySelector('.judul').textContent = hasil.data.judul;
    })
    .catch(function () { kotak.innerHTML = '<p>Gagal memuat data.</p>'; });
})();
