"""The curve of `docs/performance.md`: a small picture of how long a step takes for how many."""

from bench.pushing import Point

WIDTH, HEIGHT = 640, 320  # pixels
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 24, 48  # pixels around the plot
INK, OURS, REFERENCE, LINE = "#2b2140", "#6d3fc0", "#8a8594", "#e2deea"


def draw(points: list[Point]) -> str:
    """The picture as SVG."""
    most = max(p.phones for p in points)
    slowest = max(max(p.ours, p.reference) for p in points)
    step = next(s for s in (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1) if slowest / s <= 6)
    top = step * (int(slowest / step) + 1)

    def across(phones: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * phones / most

    def up(seconds: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * seconds / top

    def line(colour: str, values: list[float], dash: str = "") -> str:
        where = [(across(p.phones), up(v)) for p, v in zip(points, values, strict=True)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in where)
        dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in where)
        return (
            f'<g fill="{colour}"><polyline points="{path}" fill="none" stroke="{colour}" '
            f'stroke-width="2.5"{dash}/>{dots}</g>'
        )

    def words(x: float, y: float, said: str, anchor: str, colour: str = INK) -> str:
        return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{said}</text>'

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="13">',
        "<title>Milliseconds until the last phone has a new step, by number of phones</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for number in range(round(top / step) + 1):
        y = up(number * step)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{LINE}"/>')
        parts.append(words(LEFT - 8, y + 4, f"{number * step * 1000:.0f} ms", "end"))
    for point in points:
        if point.phones >= most / 20:
            x = across(point.phones)
            parts.append(words(x, HEIGHT - BOTTOM + 20, f"{point.phones:,}", "middle"))
    parts += [
        words((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "phones", "middle"),
        line(REFERENCE, [p.reference for p in points], ' stroke-dasharray="6 5"'),
        line(OURS, [p.ours for p in points]),
        words(LEFT + 16, TOP + 12, "step stored to last phone", "start", OURS),
        words(LEFT + 16, TOP + 30, "the cheapest broadcaster, same run", "start", "#6b6577"),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
