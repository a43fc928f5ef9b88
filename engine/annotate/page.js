"use strict";
/* Without it all is there, and newer browsers filter too (page.css, :has). */
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  document.querySelectorAll(".filter input").forEach(function (box) {
    function apply() {
      root.classList.toggle("no-" + box.value, !box.checked);
    }
    box.addEventListener("change", apply);
    apply();
  });
  /* A link to what is filtered out shows it again. */
  function reveal() {
    var id = location.hash.slice(1);
    var note = id && document.getElementById(id.replace(/^cho-/, "diem-"));
    var kind = note && /(?:^| )k-(\w+)/.exec(note.className);
    var box = kind && document.getElementById("hien-" + kind[1]);
    if (box && !box.checked) {
      box.checked = true;
      box.dispatchEvent(new Event("change"));
      document.getElementById(id).scrollIntoView();
    }
    if (note && note.id === id) {
      note.focus({ preventScroll: true });
    }
  }
  window.addEventListener("hashchange", reveal);
  reveal();
})();
