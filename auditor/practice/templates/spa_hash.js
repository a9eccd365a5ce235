(function () {
  var situs = window.__SITUS__;
  function buat(tag, kelas, teks) {
    var simpul = document.createElement(tag);
    if (kelas) { simpul.className = kelas; }
    if (teks) { simpul.textContent = teks; }
    return simpul;
  }
  function daftar(menu) {
    var ul = buat('ul', 'nav-list');
    menu.forEach(function (butir) {
      var li = buat('li', 'nav-item');
      var a = buat('a', 'nav-link', butir.text);
      a.setAttribute('href', butir.href);
      li.appendChild(a);
      if (butir.children.length) { li.appendChild(daftar(butir.children)); }
      ul.appendChild(li);
    });
    return ul;
  }
  function gambar() {
    var kunci = decodeURIComponent(location.hash.replace(/^#/, '')) || '/';
    var halaman = situs.halaman[kunci];
    var akar = document.getElementById('root');
    akar.innerHTML = '';
    var kepala = buat('header', 'kepala');
    kepala.appendChild(buat('strong', 'merek', situs.judul));
    kepala.appendChild(buat('span', 'slogan', situs.slogan));
    var nav = buat('nav');
    nav.appendChild(daftar(situs.menu));
    kepala.appendChild(nav);
    akar.appendChild(kepala);
    var utama = buat('main', 'container');
    if (halaman) {
      utama.appendChild(buat('h1', '', halaman.judul));
      if (halaman.tanggal) { utama.appendChild(buat('time', 'tanggal', halaman.tanggal)); }
      var isi = buat('div', 'isi');
      isi.innerHTML = halaman.isi;
      utama.appendChild(isi);
      document.title = halaman.judul + ' | ' + situs.judul;
    } else {
      utama.appendChild(buat('h1', '', '404'));
    }
    akar.appendChild(utama);
    var kaki = buat('footer');
    kaki.innerHTML = situs.footer;
    akar.appendChild(kaki);
  }
  window.addEventListener('hashchange', gambar);
  gambar();
})();
