"""What every page must look like, asked of the page as it is laid out."""

_CONTRAST = """() => {
    const linear = v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    const parts = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => .2126 * linear(r / 255) + .7152 * linear(g / 255) + .0722 * linear(b / 255);
    const ground = one => {
        for (let up = one; up; up = up.parentElement) {
            const colour = parts(getComputedStyle(up).backgroundColor);
            if (colour.length < 4 || colour[3] > 0) return colour;
        }
    };
    const found = [];
    for (const one of document.querySelectorAll('body *')) {
        const words = [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
        const drawn = one.namespaceURI.includes('svg') || ['SCRIPT', 'STYLE'].includes(one.tagName);
        if (!words || drawn || !one.getClientRects().length) continue;
        const [ink, paper] = [light(parts(getComputedStyle(one).color)), light(ground(one))];
        found.push([(Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05), one.outerHTML.slice(0, 60)]);
    }
    return found;
}"""
_GREEN = """() => [...document.querySelectorAll('body *')].flatMap(one => {
    const style = getComputedStyle(one);
    return [style.color, style.fill, style.stroke, style.backgroundColor, style.borderTopColor]
        .map(colour => (colour.match(/[\\d.]+/g) || []).map(Number))
        .filter(([red, green, blue]) => green > red + 24 && green > blue + 24);
})"""
_CUT_OFF = """selector => [...document.querySelectorAll(selector)].filter(one => {
    const box = one.getBoundingClientRect();
    const outside = box.right > innerWidth + 1 || box.left < -1;
    return box.width > 1 && (outside || one.scrollWidth > one.clientWidth + 1);
}).map(one => one.textContent.slice(0, 80))"""
LEAST_CONTRAST = 4.5


def assert_words_have_contrast(page, at_least=60):
    """Hold that all words that show differ enough from what they stand on."""
    ratios = page.evaluate(_CONTRAST)
    assert len(ratios) >= at_least
    assert [pair for pair in ratios if pair[0] < LEAST_CONTRAST] == []


def assert_nothing_is_green(page):
    """Hold that no ink is green: no page says that anything is well."""
    assert page.evaluate(_GREEN) == []


def assert_no_wider_than_the_window(page):
    """Hold that nobody has to scroll sideways."""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def cut_off(page, selector):
    """Return the words of elements that run out of the window or out of their own box."""
    return page.evaluate(_CUT_OFF, selector)
