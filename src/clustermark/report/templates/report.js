// Shows the rows behind a figure beside it, and keeps the reader's place when the language changes. All works without it.
(function () {
  "use strict";
  var MOST = 2, root = document.documentElement, radios = document.querySelectorAll('.lang input'), pop = null, from = null;
  function language() { var on = document.querySelector('.lang input:checked'); return on ? on.id.slice(2) : (document.querySelector('.doc').className.match(/d-(\w+)/) || [])[1]; }
  function doc(code) { return document.querySelector('.doc.d-' + code); }
  function told() { var d = doc(language()); if (d) { root.lang = d.lang; document.title = d.dataset.title; } }
  function here(d) {
    var found = null;
    d.querySelectorAll('section').forEach(function (s) { if (s.getBoundingClientRect().top < 120) { found = s; } });
    return found ? found.id.replace(/^\w+-/, '') : null;
  }
  var last = language(), place = null;
  function note() { var d = doc(last); if (d) { place = here(d); } }
  window.addEventListener('scroll', note, { passive: true });
  radios.forEach(function (r) {
    r.addEventListener('change', function () {
      shut(); last = language(); told();
      var to = place && place !== 'first' ? document.getElementById(last + '-' + place) : null;
      if (to) { to.scrollIntoView(); }
    });
  });
  function follow() {
    var code = (location.hash.match(/^#(\w+)-/) || [])[1], r = code && document.getElementById('l-' + code);
    if (r && !r.checked) { r.checked = true; last = code; told(); var to = document.getElementById(location.hash.slice(1)); if (to) { to.scrollIntoView(); } }
  }
  window.addEventListener('hashchange', follow);
  function shut() { if (pop) { pop.remove(); pop = null; if (from) { from.focus(); from = null; } } }
  function open(link) {
    shut();
    var d = link.closest('.doc'), code = (d.className.match(/d-(\w+)/) || [])[1];
    var ids = (link.dataset.r ? link.dataset.r.split(' ') : [link.getAttribute('href').split('-e')[1]]);
    pop = document.createElement('div');
    pop.className = 'pop'; pop.lang = d.lang; pop.setAttribute('role', 'dialog');
    pop.setAttribute('aria-label', link.firstChild.textContent);
    var close = document.createElement('button');
    close.type = 'button'; close.className = 'x'; close.textContent = d.dataset.close; close.addEventListener('click', shut);
    pop.appendChild(close);
    ids.slice(0, MOST).forEach(function (id) {
      var card = document.getElementById(code + '-e' + id);
      if (!card) { return; }
      var copy = card.cloneNode(true); copy.removeAttribute('id'); pop.appendChild(copy);
    });
    var foot = document.createElement('p'); foot.className = 'small';
    var a = document.createElement('a'); a.href = link.getAttribute('href'); a.textContent = d.dataset.more + (ids.length > MOST ? ' (' + ids.length + ')' : '');
    a.addEventListener('click', function () { from = null; shut(); });
    foot.appendChild(a);
    if (link.dataset.f) { var f = document.createElement('span'); f.className = 'fid'; f.textContent = d.dataset.finding + ' ' + link.dataset.f; foot.appendChild(f); }
    pop.appendChild(foot);
    document.body.appendChild(pop);
    var box = link.getBoundingClientRect(), w = pop.offsetWidth, h = pop.offsetHeight, gap = 8;
    var top = box.bottom + gap + h < innerHeight ? box.bottom + gap : Math.max(gap, box.top - gap - h);
    pop.style.left = Math.max(gap, Math.min(box.left, innerWidth - w - gap)) + 'px';
    pop.style.top = Math.min(top, Math.max(gap, innerHeight - h - gap)) + 'px';
    from = link; close.focus({ preventScroll: true });
  }
  document.addEventListener('click', function (event) {
    var link = event.target.closest('a.n');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); open(link); return; }
    if (pop && !pop.contains(event.target)) { from = null; shut(); }
  });
  document.addEventListener('keydown', function (event) {
    if (!pop) { return; }
    if (event.key === 'Escape') { shut(); }
    if (event.key === 'Tab') {
      var all = pop.querySelectorAll('a,button'), end = all[all.length - 1];
      if (event.shiftKey && document.activeElement === all[0]) { event.preventDefault(); end.focus(); }
      if (!event.shiftKey && document.activeElement === end) { event.preventDefault(); all[0].focus(); }
    }
  });
  follow(); told();
}());
