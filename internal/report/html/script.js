"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

  // What the findings of a run have in common stands once in the page. Here each
  // gets it.
  const findings = [];
  const runOf = new Map();
  for (const group of all(".group")) {
    for (const run of all(".run", group)) {
      const fix = run.querySelector(":scope > .fix");
      const link = run.querySelector(":scope > .why a");
      const { environment, severity, rule, part, state } = run.dataset;
      for (const finding of all(".finding", run)) {
        const context = document.createElement("span");
        context.className = "unseen";
        context.textContent = [severity, rule, environment, ""].join(" ");
        finding.firstElementChild.prepend(context);
        const own = finding.querySelector(":scope > .fix");
        if (fix && own) {
          own.append(fix.lastChild.cloneNode());
        } else if (fix) {
          finding.append(fix.cloneNode(true));
        }
        if (link && !finding.querySelector("a")) {
          const again = document.createElement("p");
          again.className = "again";
          again.append(link.cloneNode(true));
          finding.append(again);
        }
        findings.push(finding);
        runOf.set(finding, run.dataset);
      }
      fix?.remove();
    }
  }

  // The filters. Their state is in the fragment of the address, so that a link to
  // it shows the same.
  const names = ["environment", "severity", "part", "rule", "state", "text"].filter((name) => byId("filter-" + name));
  const filters = byId("filters");
  const control = (name) => byId("filter-" + name);
  const counted = (number) => number + (number === 1 ? " finding" : " findings");
  const textOf = new WeakMap();

  const words = (finding) => {
    if (!textOf.has(finding)) {
      textOf.set(finding, finding.textContent.toLowerCase());
    }
    return textOf.get(finding);
  };

  const state = () => {
    const now = {};
    for (const name of names) {
      now[name] = control(name).value;
    }
    return now;
  };

  const show = () => {
    const now = state();
    const text = now.text.toLowerCase();
    const filtered = names.some((name) => now[name] !== "");
    let total = 0;
    for (const finding of findings) {
      const fits = names.every((name) => name === "text" || !now[name] || runOf.get(finding)[name] === now[name]);
      finding.hidden = !fits || !words(finding).includes(text);
      total += finding.hidden ? 0 : 1;
    }
    for (const group of all(".group")) {
      let count = 0;
      for (const run of all(".run", group)) {
        const visible = all(".finding:not([hidden])", run).length;
        run.hidden = visible === 0;
        count += visible;
      }
      group.hidden = count === 0;
      group.querySelector(".count").textContent = counted(count);
    }
    byId("shown").textContent = filtered ? total + " of " + counted(findings.length) + " shown" : counted(findings.length);
    labelExpand();
  };

  const write = () => {
    const now = new URLSearchParams();
    for (const [name, value] of Object.entries(state())) {
      if (value !== "") {
        now.set(name, value);
      }
    }
    const fragment = now.toString();
    try {
      history.replaceState(null, "", fragment ? "#" + fragment : location.pathname + location.search);
    } catch {
      // Some viewers keep their address to themselves. The filters work without it.
    }
  };

  // A fragment may come from anywhere: what is no filter, or no value of one, is
  // as if it were not there.
  const read = () => {
    const fragment = location.hash.slice(1);
    if (!fragment.includes("=")) {
      return;
    }
    const wanted = new URLSearchParams(fragment);
    for (const name of names) {
      const value = wanted.get(name) || "";
      const known = name === "text" || all("option", control(name)).some((option) => option.value === value);
      control(name).value = known ? value : "";
    }
  };

  const filterBy = (wanted) => {
    for (const name of names) {
      control(name).value = wanted[name] || "";
    }
    write();
    show();
  };

  const expand = byId("expand");
  const shownFindings = () => findings.filter((finding) => !finding.hidden);
  const labelExpand = () => {
    const shown = shownFindings();
    expand.textContent = shown.length > 0 && shown.every((finding) => finding.open) ? "Collapse all" : "Expand all";
    expand.disabled = shown.length === 0;
  };

  if (filters) {
    filters.hidden = false;
    filters.addEventListener("input", () => {
      write();
      show();
    });
    byId("clear").addEventListener("click", () => filterBy({}));
    expand.addEventListener("click", () => {
      const open = expand.textContent === "Expand all";
      for (const finding of shownFindings()) {
        finding.open = open;
      }
      labelExpand();
    });
    let asked = 0;
    for (const finding of findings) {
      finding.addEventListener("toggle", () => {
        cancelAnimationFrame(asked);
        asked = requestAnimationFrame(labelExpand);
      });
    }
    window.addEventListener("hashchange", () => {
      read();
      show();
    });
    // A count in a table leads to what it counts.
    for (const link of all("a[data-environment], a[data-severity], a[data-state]")) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) {
          return;
        }
        event.preventDefault();
        filterBy(link.dataset);
        byId("findings").scrollIntoView();
        byId("findings").focus({ preventScroll: true });
      });
    }
    read();
    show();
    if (Object.values(state()).some((value) => value !== "")) {
      byId("findings").scrollIntoView();
    }
  }

  // Commands to copy.
  for (const box of all("pre.commands")) {
    const copy = document.createElement("button");
    copy.type = "button";
    copy.textContent = "Copy";
    const wrapper = document.createElement("div");
    wrapper.className = "copyable";
    box.replaceWith(wrapper);
    wrapper.append(box, copy);
    copy.addEventListener("click", async () => {
      let said = "Copied";
      try {
        await navigator.clipboard.writeText(box.textContent);
      } catch {
        getSelection().selectAllChildren(box);
        said = "Selected, copy it with the keyboard";
      }
      byId("said").textContent = said;
      copy.textContent = said === "Copied" ? said : "Selected";
      setTimeout(() => {
        copy.textContent = "Copy";
        byId("said").textContent = "";
      }, 2000);
    });
  }

  // A table is a stop for the keyboard only where there is something to scroll.
  const boxes = all(".scroll, pre");
  const stops = () => {
    for (const box of boxes) {
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
      } else {
        box.removeAttribute("tabindex");
      }
    }
  };
  for (const details of all("details:not(.finding)")) {
    details.addEventListener("toggle", stops);
  }
  window.addEventListener("resize", stops);
  stops();

  // Light and dark.
  const theme = byId("theme");
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme || (prefersDark.matches ? "dark" : "light")) === "dark";
  const labelTheme = () => theme.setAttribute("aria-pressed", String(isDark()));
  theme.hidden = false;
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    labelTheme();
  });
  prefersDark.addEventListener("change", labelTheme);
  labelTheme();

  // Paper has no folds.
  let unfolded = [];
  const unfold = () => {
    for (const folded of all("details:not([open])")) {
      folded.open = true;
      unfolded.push(folded);
    }
  };
  const fold = () => {
    for (const details of unfolded) {
      details.open = false;
    }
    unfolded = [];
  };
  window.addEventListener("beforeprint", unfold);
  window.addEventListener("afterprint", fold);
  const print = matchMedia("print");
  print.addEventListener("change", () => (print.matches ? unfold() : fold()));
})();
