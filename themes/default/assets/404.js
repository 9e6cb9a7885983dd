/* Looks for what the reader may have meant: by the end of the address, by an original URL, by a title.
   The keys are those of backfile/index/finding.py. */
(() => {
  "use strict";
  const form = document.querySelector("[data-files]");
  if (!form || location.protocol === "file:") return;
  const { files, root, tracking, untitled } = form.dataset;
  const list = form.querySelector("ul");
  const status = form.querySelector("[role=status]");
  const isTracking = new RegExp(`^(?:${tracking})$`);

  const plain = (text) => {
    if (!text.includes("%") || /%(?![0-9A-Fa-f]{2})/.test(text)) return text;
    try { return decodeURIComponent(text); } catch { return text; }
  };
  const names = { appmsgid: "mid", itemidx: "idx" };
  const urlKey = (url) => {
    const found = /^https?:\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(url.trim());
    if (!found) return "";
    const host = found[1].slice(found[1].lastIndexOf("@") + 1).replace(/[A-Z]/g, (c) => c.toLowerCase())
      .replace(/:(?:80|443)?$/, "").replace(/^www\./, "");
    const path = plain(found[2]);
    const pairs = (found[3] || "").replaceAll("&amp;", "&").split("&").filter(Boolean).map((piece) => {
      const at = piece.indexOf("=");
      return at < 0 ? [plain(piece), ""] : [plain(piece.slice(0, at)), plain(piece.slice(at + 1))];
    });
    if (host === "mp.weixin.qq.com" || host === "mp.weixinbridge.com") {
      const numbers = {};
      for (const [name, value] of pairs) numbers[names[name] || name] = value;
      if (numbers.__biz && numbers.mid && numbers.idx) return `wechat:${numbers.__biz}/${numbers.mid}/${numbers.idx}`;
      if (path.startsWith("/s/") && path.length > 3) return "wechat:" + path.slice(3).replace(/^\/+|\/+$/g, "");
    }
    const kept = pairs.filter(([name]) => !isTracking.test(name)).map((pair) => pair.join("=")).sort();
    const short = path.replace(/\/+$/, "");
    return host && (short || kept.length) ? host + short + (kept.length ? "?" + kept.join("&") : "") : "";
  };
  const slugKey = (piece) => "slug:" + piece.normalize("NFC").toLowerCase();
  const titleKey = (title) => "title:" + title.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  const numberOf = (key) => {
    let rest = -1;
    for (const byte of new TextEncoder().encode(key)) {
      rest ^= byte;
      for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
    }
    return (rest ^ -1) >>> 0;
  };
  const look = async (key) => {
    const number = numberOf(key);
    try {
      const answer = await fetch(`${root}search/lookup/${files}/${number % files}.json`);
      return (await answer.json())[number.toString(16).padStart(8, "0")] || [];
    } catch {
      return [];
    }
  };
  const lastOf = (path) => plain(path.replace(/\/(?:index\.html?)?$/, "").split("/").pop()).replace(/\.html?$/, "");
  const find = async (keys, isAsked) => {
    const found = new Map();
    for (const answer of await Promise.all(keys.filter(Boolean).map(look))) {
      for (const [url, title] of answer) found.set(url, title);
    }
    list.replaceChildren(...[...found].map(([url, title]) => {
      const item = document.createElement("li");
      const anchor = document.createElement("a");
      anchor.href = root + url;
      anchor.textContent = title || untitled;
      item.append(anchor);
      return item;
    }));
    status.textContent = found.size ? form.dataset.found : isAsked ? form.dataset.none : "";
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = form.querySelector("input").value.trim();
    const key = urlKey(text);
    const last = lastOf(text.replace(/[?#].*$/, ""));
    if (text) find([key || titleKey(text), last && slugKey(last)], true);
  });

  // An address of the original may stand behind the site's own.
  const whole = location.pathname + location.search;
  const original = /https?:\/{1,2}[^/].*$/i.exec(whole);
  const last = lastOf(location.pathname);
  find([original && urlKey(original[0].replace(/:\/+/, "://")), last && last !== "404" && slugKey(last)], false);
})();
