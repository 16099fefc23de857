// Runs inside a page, in a world of its own: the page's scripts cannot change what stands here, and
// see nothing of it. The page is left as it is.

// How far the page is: [readyState, words, a sum over all text].
function measure() {
  if (!document.body) return [document.readyState, 0, 0];
  let words = 0, sum = 0, seen = 0;
  const visit = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node && seen < 200000; node = walker.nextNode()) {
      seen++;
      if (node.nodeType === 1) {
        if (node.shadowRoot) visit(node.shadowRoot);
        if (node.tagName === 'IFRAME') {
          try { if (node.contentDocument && node.contentDocument.body) visit(node.contentDocument.body); }
          catch { /* another site's */ }
        }
        continue;
      }
      const parent = node.parentNode && node.parentNode.nodeName;
      if (parent === 'SCRIPT' || parent === 'STYLE' || parent === 'NOSCRIPT') continue;
      const text = node.data.slice(0, 5000);
      words += (text.match(/\S+/g) || []).length;
      for (let i = 0; i < text.length; i += 7) sum = (sum * 31 + text.charCodeAt(i)) | 0;
      sum = (sum + text.length) | 0;
    }
  };
  visit(document.body);
  return [document.readyState, words, sum];
}

// The page as HTML: what is hidden is there as well, open shadow trees and frames of the same origin
// stand where they are shown, scripts and styles are left out. At most `limit` characters.
function written(limit) {
  const LEFT_OUT = new Set(['SCRIPT', 'STYLE', 'LINK', 'NOSCRIPT', 'TEMPLATE', 'SVG', 'svg', 'CANVAS',
    'VIDEO', 'AUDIO', 'OBJECT', 'EMBED', 'MATH', 'math']);
  const VOID = new Set(['AREA', 'BASE', 'BR', 'COL', 'HR', 'IMG', 'INPUT', 'SOURCE', 'TRACK', 'WBR', 'META']);
  const out = [];
  let size = 0;
  const put = (text) => {
    size += text.length;
    if (size > limit) throw new RangeError('more text than a page may have');
    out.push(text);
  };
  const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const quoted = (text) => text.slice(0, 2000).replace(/&/g, '&amp;').replace(/"/g, '&quot;');
  const children = (node, depth) => { for (const child of node.childNodes) write(child, depth); };
  const attributes = (element) => {
    for (const { name, value } of element.attributes) {
      if (/^on|^srcset$|^integrity$|^nonce$/.test(name) || value.startsWith('data:')) continue;
      if (/^[^\s"'<>/=]+$/.test(name)) put(` ${name}="${quoted(value)}"`);
    }
  };
  const shown = new Set(); // what stands in a slot of a shadow tree, and there only
  const slot = (element, depth) => {
    const given = element.assignedNodes();
    for (const node of given) { shown.add(node); write(node, depth); }
    if (!given.length) children(element, depth);
  };
  const shadow = (host, depth) => {
    children(host.shadowRoot, depth);
    // What has no slot is not shown, as an answer that is folded up.
    for (const child of host.childNodes) if (!shown.has(child)) write(child, depth);
  };
  const frame = (element, depth) => {
    let inside = null;
    try { inside = element.contentDocument && element.contentDocument.body; } catch { /* another's */ }
    const number = element.getAttribute('data-monitor-frame');
    if (inside && inside.childNodes.length) {
      put('<div data-frame>');
      children(inside, depth + 1);
      put('</div>');
    } else if (number !== null && /^\d+$/.test(number)) {
      put(`<div data-frame><!--monitor-frame-${number}--></div>`);
    } else {
      put('<iframe');
      attributes(element);
      put('></iframe>');
    }
  };
  const write = (node, depth) => {
    if (node.nodeType === 3) { put(escaped(node.data)); return; }
    if (node.nodeType !== 1 || LEFT_OUT.has(node.nodeName)) return;
    if (depth > 500) { put(escaped(node.textContent)); return; }
    if (node.nodeName === 'IFRAME' || node.nodeName === 'FRAME') { frame(node, depth); return; }
    if (node.nodeName === 'SLOT') { slot(node, depth); return; }
    const name = node.localName;
    if (!/^[a-z][\w.-]*$/.test(name)) { children(node, depth + 1); return; }
    put(`<${name}`);
    attributes(node);
    put('>');
    if (VOID.has(node.nodeName)) return;
    if (node.nodeName === 'TEXTAREA') put(escaped(node.value));
    else if (node.shadowRoot) shadow(node, depth + 1);
    else children(node, depth + 1);
    put(`</${name}>`);
  };
  const root = document.documentElement;
  put('<!doctype html>\n<html');
  if (root) attributes(root);
  put(`>\n<head>\n<meta charset="utf-8">\n<title>${escaped(document.title.slice(0, 2000))}</title>\n</head>\n`);
  if (document.body) {
    const frames = document.body.nodeName === 'FRAMESET';
    put('<body');
    if (!frames) attributes(document.body);
    put('>');
    if (!frames && document.body.shadowRoot) shadow(document.body, 0);
    else children(document.body, 0);
    put('</body>\n');
  }
  put('</html>\n');
  return out.join('');
}
