"""What is looked at on every page is really seen: a page with every defect at once, and none is missed."""

from playwright.sync_api import Browser

from tests.browser import looking

BAD = """<!doctype html><html lang="nl"><title>Slecht</title>
<style>
  body { background: #fff; color: #000 }
  .pale { color: #bbb }
  .wide { width: 600px }
  .bare:focus { outline: 0 }
  .faint:focus { outline: 3px solid #eee; box-shadow: 0 0 0 6px #fff }
  .clear:focus { outline: 3px solid #000; box-shadow: 0 0 0 6px #fd0 }
  .lid { position: fixed; inset: auto 0 0; height: 300px; background: #fff }
  button { min-height: 44px }
  button.low { min-height: 0; height: 30px }
</style>
<main><h1>Slecht</h1><p class="pale">Te bleek</p><p class="wide">Te breed</p>
<button class="clear">Goed</button> <button class="bare low">Kaal</button>
<button class="faint">Vaag</button></main>
<footer><p><a class="clear" href="/a" style="position: absolute; top: 700px">Bedekt</a></p></footer>
<div class="lid"></div>
<script>console.error("Het script deed het niet")</script></html>"""


def test_every_defect_is_found(browser: Browser):
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        console = looking.Console(page)
        page.set_content(BAD)
        assert any(fault.startswith("color-contrast") for fault in looking.barriers(page))
        assert looking.too_wide(page) == ["608 pixels wide in a window of 390"]
        lost = " ".join(looking.lost_stops(page))
        assert all(word in lost for word in ("Kaal", "Vaag", "Bedekt"))
        assert "Goed" not in lost
        assert [fault for fault in looking.small_targets(page) if "Kaal" in fault]
        assert console.complaints == ["Het script deed het niet"]
