// What the tests ask of the page. It looks and acts as a reader would, and knows
// the page by nothing but its hooks.
(() => {
  const findings = () => [...document.querySelectorAll("details.finding")];
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

  // The text of an element that a reader sees now: not that of closed details.
  const visibleText = (element) => {
    const words = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (seen(walker.currentNode.parentElement)) words.push(walker.currentNode.data);
    }
    return words.join("");
  };

  return {
    findings: () => findings().map((finding) => ({
      environment: finding.closest("[data-environment]")?.dataset.environment ?? "",
      severity: finding.closest("[data-severity]")?.dataset.severity ?? "",
      rule: finding.closest("[data-rule]")?.dataset.rule ?? "",
      text: finding.textContent,
      open: finding.open,
    })),
    // The numbers of the findings that a reader sees.
    visible: () => findings().flatMap((finding, number) => (seen(finding) ? [number] : [])),
    visibleText: (number) => visibleText(number === undefined ? document.body : findings().at(number)),
    shown: () => document.querySelector("#shown").textContent,
    choices: (id) => [...document.querySelector("#" + id).options].map((option) => option.value),
    choose: (id, value) => {
      const control = document.querySelector("#" + id);
      control.value = value;
      for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
      return control.value === value;
    },
    openAll: () => findings().forEach((finding) => { finding.open = true; }),
    size: () => ({ inner: innerWidth, scroll: document.documentElement.scrollWidth, body: document.body.scrollWidth }),
    theme: () => document.documentElement.dataset.theme ?? "",
    // How light what lies behind the text is, from 0 to 1.
    lightness: () => {
      const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      for (const element of [document.documentElement, document.body]) {
        canvas.fillStyle = getComputedStyle(element).backgroundColor;
        canvas.fillRect(0, 0, 1, 1);
      }
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
      return alpha === 0 ? -1 : (red + green + blue) / 3 / 255;
    },
    // Where the keyboard is: null at the page itself.
    focus: () => {
      const element = document.activeElement;
      if (!element || element === document.body || element === document.documentElement) return null;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        element: element.outerHTML.slice(0, 160),
        finding: findings().findIndex((finding) => element === finding.querySelector("summary")),
        ring: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none",
        inView: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      };
    },
    // What an attacker would have to leave behind: more scripts than the page's
    // own, and attributes that run.
    foreign: () => ({
      hostile: String(window.hostile),
      scripts: document.scripts.length,
      styles: document.querySelectorAll("style, link").length,
      attributes: [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes]
        .filter((attribute) => /^(on|srcdoc$)/i.test(attribute.name) ||
          (/^(href|src|action|formaction|xlink:href)$/i.test(attribute.name) && /^\s*(javascript|data|vbscript):/i.test(attribute.value)))
        .map((attribute) => `${element.tagName} ${attribute.name}=${attribute.value}`.slice(0, 160))),
      elements: [...new Set([...document.querySelectorAll("img, iframe, object, embed, form, base, audio, video")].map((element) => element.tagName))],
    }),
  };
})()
