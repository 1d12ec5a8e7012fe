// Finds the sections that have all the words typed. The index is a script, so that it loads from a folder as well.
(() => {
  const script = document.currentScript
  const base = script.dataset.base + "/"
  const input = document.getElementById("search")
  const found = document.getElementById("found")
  const pages = document.getElementById("pages")
  const wide = matchMedia("(min-width: 52.01rem)")
  const unfold = () => { pages.open = wide.matches }
  unfold()
  wide.addEventListener("change", unfold)

  const plain = (text) => text.normalize("NFKC").toLowerCase()
  let loading
  const index = () => loading ??= new Promise((done) => {
    const loaded = document.createElement("script")
    loaded.src = base + "sections.js"
    loaded.onload = () => done(window.dxskillsSections.map((each) => ({ ...each, name: plain(each.title), all: plain(each.page + " " + each.title + " " + each.text) })))
    document.head.append(loaded)
  })
  const rank = (each, words) => words.reduce((sum, word) => sum + (each.name.includes(word) ? 10 : 0) + Math.min(each.all.split(word).length, 4), 0)
  const around = (text, word) => {
    const at = Math.max(plain(text).indexOf(word) - 40, 0)
    return (at ? "…" : "") + text.slice(at, at + 120)
  }
  const element = (name, text) => Object.assign(document.createElement(name), { textContent: text })

  async function show() {
    const words = plain(input.value).split(/\s+/).filter(Boolean)
    found.hidden = !words.length
    if (!words.length) return
    const hits = (await index()).filter((each) => words.every((word) => each.all.includes(word)))
    hits.sort((one, other) => rank(other, words) - rank(one, words))
    found.replaceChildren(...hits.slice(0, 20).map((each) => {
      const link = element("a", each.title === each.page ? each.page : `${each.page}: ${each.title}`)
      link.href = base + each.url
      link.append(element("small", around(each.text, words[0])))
      const item = document.createElement("li")
      item.append(link)
      return item
    }))
    if (!hits.length) found.append(element("p", "Nothing found · 見つかりません"))
  }

  input.addEventListener("input", show)
  input.form.addEventListener("submit", (event) => {
    event.preventDefault()
    found.querySelector("a")?.click()
  })
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)
    if (event.key === "/" && !typing) { event.preventDefault(); input.focus() }
    if (event.key === "Escape") { found.hidden = true; input.blur() }
    if (!found.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const links = [...found.querySelectorAll("a")]
      const next = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)
      event.preventDefault()
      ;(links[next] ?? input).focus()
    }
  })
  document.addEventListener("click", (event) => { if (!found.contains(event.target) && event.target !== input) found.hidden = true })
})()
