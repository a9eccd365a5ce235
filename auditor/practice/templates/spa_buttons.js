(function () {
  var panel = document.getElementById('panel');
  function tampil(bagian) {
    panel.innerHTML = '<h2>' + bagian.judul + '</h2>' + bagian.isi;
    panel.setAttribute('data-aktif', bagian.id);
  }
  var deret = document.getElementById('deret');
  KONTEN.forEach(function (bagian, nomor) {
    var tombol = document.createElement('button');
    tombol.type = 'button';
    tombol.className = 'tombol';
    tombol.textContent = bagian.judul;
    tombol.addEventListener('click', function () { tampil(bagian); });
    deret.appendChild(tombol);
    if (nomor === 0) { tampil(bagian); }
  });
})();
