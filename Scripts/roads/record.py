"""Asks real routers what OSRMRouter and ValhallaRouter would ask, and writes down what they answer.

record.py OSRM VALHALLA SMALL_OSRM SMALL_VALHALLA (URLs; the small ones have tiny limits). One file a recording:
places, then each request with its answer. Read by Tests/RoadsTests/RecordedAnswersTests.swift.
"""

import http.client
import json
import pathlib
import re
import sys

FOLDER = pathlib.Path("Tests/RoadsTests/Recorded")
OSRM, VALHALLA, SMALL_OSRM, SMALL_VALHALLA = (url.removeprefix("http://") for url in sys.argv[1:5])

# Streets of central Helsinki, and places far from its map.
STATION, PARK, HARBOUR, MARKET = (60.17, 24.94), (60.172, 24.942), (60.1645, 24.952), (60.168, 24.95)
DEAD_END = (60.174712, 24.937264)
SUBURB, TALLINN, LAPLAND = (60.15, 24.8), (59.437, 24.7536), (66.5, 25.73)
SQUARE = [(60.1655 + row * 0.0016, 24.938 + column * 0.003) for row in range(3) for column in range(4)]


def text(degrees):
    return f"{degrees:.6f}"


def send(server, method, target, body):
    connection = http.client.HTTPConnection(server, timeout=20)
    connection.request(method, target, body, {"Content-Type": "application/json"} if body else {})
    response = connection.getresponse()
    answer = response.read().decode()
    connection.close()
    exchange = {"method": method, "target": target, "body": body, "status": response.status, "answer": answer}
    return exchange, json.loads(answer)


def osrm(server, sources, destination, path="/table/v1/driving/"):
    places = ";".join(f"{text(longitude)},{text(latitude)}" for latitude, longitude in [*sources, destination])
    indices = ";".join(str(index) for index in range(len(sources)))
    settings = f"?sources={indices}&destinations={len(sources)}&annotations=duration&generate_hints=false"
    exchange, answer = send(server, "GET", path + places + settings, None)
    return exchange, answer["code"] if answer.get("code") in ("TooBig", "NoSegment") else None


def valhalla(server, sources, destination, costing="auto", options="", path="/sources_to_targets"):
    def place(coordinate):
        return f'{{"lat":{text(coordinate[0])},"lon":{text(coordinate[1])}}}'

    body = (
        f'{{"sources":[{",".join(place(source) for source in sources)}],"targets":[{place(destination)}],'
        f'"costing":"{costing}"{options},"units":"kilometers","verbose":true}}'
    )
    exchange, answer = send(server, "POST", path, body)
    code = answer.get("error_code")
    return exchange, code if code in (150, 154, 170, 171) else None


def halves(ask, sources, destination):
    """The requests of one question: all at once, and where that is refused because of the places, the halves."""
    exchanges, is_destination_known = [], False

    def about(some):
        nonlocal is_destination_known
        exchange, refusal = ask(some, destination)
        exchanges.append(exchange)
        if refusal is None or len(some) == 1:
            return
        if refusal in (170, 171) and not is_destination_known:
            exchange, of_destination = ask([destination], destination)
            exchanges.append(exchange)
            if of_destination in (170, 171):
                return
            is_destination_known = True
        about(some[: len(some) // 2])
        about(some[len(some) // 2 :])

    about(sources)
    return exchanges


def write(name, router, about, sources, destination, ask, left_out=()):
    recording = {
        "notice": "© OpenStreetMap contributors, ODbL 1.0; see NOTICE.md",
        "about": about,
        "router": router,
        "sources": [*sources, *left_out],
        "destination": destination,
        "exchanges": halves(ask, sources, destination),
    }
    # A place on one line.
    text = re.sub(r"\[\s+(-?[\d.]+),\s+(-?[\d.]+)\s+\]", r"[\1, \2]", json.dumps(recording, indent=1, ensure_ascii=False))
    (FOLDER / f"{name}.json").write_text(text + "\n")
    print(name, [exchange["status"] for exchange in recording["exchanges"]])


FOLDER.mkdir(exist_ok=True)
for router, server, small, ask in [("osrm", OSRM, SMALL_OSRM, osrm), ("valhalla", VALHALLA, SMALL_VALHALLA, valhalla)]:
    def at(address, **settings):
        return lambda sources, destination: ask(address, sources, destination, **settings)

    near = [STATION, PARK, HARBOUR]
    write(f"{router}-streets", router, "Three sources, one destination.", near, MARKET, at(server))
    write(f"{router}-same-place", router, "From a place to itself.", [MARKET], MARKET, at(server))
    write(f"{router}-dead-end", router, "One source has no way out.", [DEAD_END, STATION], MARKET, at(server))
    write(f"{router}-source-moved", router, "One source is moved by kilometres.", [SUBURB, STATION], MARKET, at(server))
    write(f"{router}-source-abroad", router, "One source is far off the map.", [*near, TALLINN], MARKET, at(server))
    write(f"{router}-destination-abroad", router, "The destination is far off the map.", near, TALLINN, at(server))
    write(f"{router}-too-many", router, "More places than the server takes at once.", SQUARE, MARKET, at(small))
write("osrm-wrong-path", "osrm:folder", "The URL has a folder too much.", [STATION], MARKET,
      lambda sources, destination: osrm(OSRM, sources, destination, path="/folder/table/v1/driving/"))
write("osrm-is-valhalla", "osrm", "Valhalla, configured as OSRM.", [STATION], MARKET,
      lambda sources, destination: osrm(VALHALLA, sources, destination))
write("valhalla-is-osrm", "valhalla", "OSRM, configured as Valhalla.", [STATION], MARKET,
      lambda sources, destination: valhalla(OSRM, sources, destination))
write("valhalla-source-too-far", "valhalla", "A source over 400 km away is not asked about.", [STATION], MARKET,
      lambda sources, destination: valhalla(VALHALLA, sources, destination), left_out=[LAPLAND])
truck = ',"costing_options":{"truck":{"height":3.5,"weight":7.5}}'
write("valhalla-truck", "valhalla:truck", "A truck of 3.5 m and 7.5 t.", [STATION, HARBOUR], MARKET,
      lambda sources, destination: valhalla(VALHALLA, sources, destination, "truck", truck))
write("valhalla-distance-limit", "valhalla:truck", "One source is beyond the server's own limit of distance.",
      [DEAD_END, STATION, MARKET], MARKET,
      lambda sources, destination: valhalla(SMALL_VALHALLA, sources, destination, "truck", truck))
write("valhalla-costing-unknown", "valhalla:hovercraft", "A costing the server does not know.", [STATION], MARKET,
      lambda sources, destination: valhalla(VALHALLA, sources, destination, "hovercraft"))
