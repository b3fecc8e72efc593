(function () {
  "use strict";
  var word = document.currentScript.dataset.filter;
  function unfold() {
    var at = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var first = at && at.matches(".cases > li") && at.querySelector("details");
    if (first) first.open = true;
  }
  addEventListener("hashchange", unfold);
  unfold();
  document.querySelectorAll("table.heat").forEach(function (table) {
    var rows = table.querySelectorAll("tbody tr:not(.rank)");
    if (rows.length < 15) return;
    var label = document.createElement("label"), input = document.createElement("input");
    label.className = "filter";
    label.append(word, input);
    input.type = "search";
    input.addEventListener("input", function () {
      var wanted = input.value.toLowerCase();
      rows.forEach(function (row) { row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0; });
    });
    table.parentNode.before(label);
  });
})();
