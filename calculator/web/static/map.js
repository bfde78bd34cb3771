// The map of the parcels, and drawing on it. Everything that is drawn stands in the field with corners, and only that is sent.
(() => {
  "use strict";
  const box = document.getElementById("kaart");
  const told = document.getElementById("kaart-gegevens");
  if (!box || !told || !window.L) return;
  const data = JSON.parse(told.textContent);
  const picture = document.getElementById("tekening");
  box.hidden = false;
  document.querySelectorAll(".with-script").forEach((part) => { part.hidden = false; });
  if (picture) picture.hidden = true;

  const map = L.map(box, { zoomControl: false, attributionControl: false, maxZoom: 19, center: [52.15, 5.39], zoom: 7 });
  L.control.zoom({ zoomInTitle: data.words.closer, zoomOutTitle: data.words.further }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const credits = L.control.attribution({ prefix: "Leaflet" }).addTo(map);

  const land = L.featureGroup().addTo(map);
  for (const parcel of data.features) {
    if (parcel.id === data.editing) continue;
    const shape = L.geoJSON(parcel.geometry, { style: { className: "parcel-shape" }, interactive: false });
    const label = document.createElement("span");
    label.textContent = parcel.id;
    shape.bindTooltip(label, { permanent: data.features.length <= 60, direction: "center", className: "parcel-label" });
    land.addLayer(shape);
  }

  const tiles = L.tileLayer(data.tiles, { maxZoom: 19, attribution: data.credit });
  const wanted = document.getElementById("ondergrond");
  if (wanted) {
    const failed = document.getElementById("ondergrond-fout");
    const show = () => { failed.hidden = true; wanted.checked ? tiles.addTo(map) : tiles.remove(); };
    tiles.on("tileerror", () => { failed.hidden = false; });
    wanted.addEventListener("change", show);
    show();
  }

  const field = document.getElementById("f-corners");
  const outline = L.polygon([], { className: "parcel-shape parcel-shape--drawn", interactive: false }).addTo(map);
  let corners = [];
  let marks = [];

  const numbers = /-?[0-9]+(?:[.,][0-9]+)?/g;
  const read = () => field.value.split("\n").map((line) => (line.match(numbers) || []).map((n) => Number(n.replace(",", "."))))
    .filter((pair) => pair.length === 2).map((pair) => (pair[0] < pair[1] ? [pair[1], pair[0]] : pair))
    .filter(([lat, lng]) => lat >= 50 && lat <= 54 && lng >= 3 && lng <= 8).map(([lat, lng]) => L.latLng(lat, lng));
  const write = () => { field.value = corners.map((at) => `${at.lat.toFixed(6)} ${at.lng.toFixed(6)}`).join("\n"); };

  const draw = () => {
    outline.setLatLngs(corners);
    marks.forEach((mark) => mark.remove());
    marks = corners.map((at, index) => {
      const icon = L.divIcon({ className: "corner", iconSize: [24, 24] });
      const mark = L.marker(at, { icon, draggable: true, keyboard: false, title: `${data.words.corner} ${index + 1}` }).addTo(map);
      mark.on("drag", () => { corners[index] = mark.getLatLng(); outline.setLatLngs(corners); write(); });
      mark.on("dblclick", () => { corners.splice(index, 1); write(); draw(); });
      return mark;
    });
  };
  const add = (at) => { corners.push(at); write(); draw(); };

  if (field) {
    corners = read();
    draw();
    field.addEventListener("input", () => { corners = read(); draw(); });
    map.doubleClickZoom.disable();
    map.on("click", (event) => add(event.latlng));
    const middle = document.getElementById("hoek-midden");
    const last = document.getElementById("hoek-weg");
    middle.addEventListener("click", () => add(map.getCenter()));
    last.addEventListener("click", () => { corners.pop(); write(); draw(); });
    box.classList.add("map--drawing");
  }

  // What lies beside the parcel that is drawn is seen too, unless the parcel would then be a speck.
  const own = L.latLngBounds(corners);
  const all = L.latLngBounds(corners);
  if (land.getLayers().length) all.extend(land.getBounds());
  const speck = own.isValid() && map.getBoundsZoom(own) - map.getBoundsZoom(all) > 3;
  const known = speck ? own.pad(1) : all;
  if (known.isValid()) map.fitBounds(known.pad(0.15), { maxZoom: 17, animate: false });
})();
