import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Places in all their spellings")
struct PositionFormTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var position: String
        var payload: String
        var place: (Double, Double)?
        /// Part of the reason of a quarantine.
        var reason: String?

        init(_ position: String, _ payload: String, _ place: (Double, Double)?, _ reason: String? = nil) {
            self.position = position
            self.payload = payload
            self.place = place
            self.reason = reason
        }

        var testDescription: String { "\(position) \(payload)" }
    }

    static let tallinn = (59.4372, 24.8421)
    private static let plain = "{lat: a, lon: o}"
    private static let letters = "{lat: a, lon: o, form: degrees_minutes}"

    @Test(
        "a place is read, or there is none, or what is wrong is told",
        arguments: [
            // Two values.
            Case(plain, #"{"a":59.4372,"o":24.8421}"#, tallinn),
            Case(plain, #"{"a":"59.4372","o":" 24.8421 "}"#, tallinn),
            Case(
                "{lat: {path: a, scale: 1e-7}, lon: {path: o, scale: 1e-7}}", #"{"a":594372000,"o":248421000}"#, tallinn
            ),
            Case(
                "{lat: {path: a, scale: 0.000001}, lon: {path: o, scale: 1.0e-6}}", #"{"a":59437200,"o":24842100}"#,
                tallinn),
            Case(
                "{lat: {path: a, decimal: comma}, lon: {path: o, decimal: comma}}", #"{"a":"59,4372","o":"24,8421"}"#,
                tallinn),
            Case("{lat: [x.a, a], lon: [x.o, o]}", #"{"a":59.4372,"o":24.8421}"#, tallinn),
            Case(plain, #"{"a":59.4372}"#, nil, "a latitude has no longitude"),
            Case(plain, #"{"o":24.8421}"#, nil, "a longitude has no latitude"),
            Case("{lat: a, lon: o, partial: ignore}", #"{"a":59.4372}"#, nil),
            Case("{lat: a, lon: o, partial: ignore}", #"{"o":24.8421}"#, nil),
            Case("{lat: a, lon: o, partial: ignore}", #"{"a":59.4372,"o":24.8421}"#, tallinn),
            Case(plain, #"{"a":90.0001,"o":24}"#, nil, "not between -90 and 90"),
            Case(plain, #"{"a":59,"o":-180.5}"#, nil, "not between -180 and 180"),
            // 0,0 is no place; one axis that is 0 may well be one.
            Case(plain, #"{"a":0,"o":0}"#, nil),
            Case(plain, #"{"a":0.00001,"o":-0.00001}"#, nil),
            Case(plain, #"{"a":51.5,"o":0}"#, (51.5, 0)),
            Case(plain, #"{"a":0,"o":32.5}"#, (0, 32.5)),
            Case(plain, #"{"a":null,"o":null}"#, nil),
            Case(plain, #"{"a":"","o":""}"#, nil),
            Case(
                "{lat: {path: a, no_value: [-1, None]}, lon: {path: o, no_value: [-1, None]}}", #"{"a":-1,"o":"none"}"#,
                nil),
            // Two numbers in one value.
            Case("{pair: p}", #"{"p":"59.4372,24.8421"}"#, tallinn),
            Case("{pair: p, separator: \";\", order: lon_lat}", #"{"p":"24.8421; 59.4372"}"#, tallinn),
            Case("{pair: p}", #"{"p":[59.4372,24.8421]}"#, tallinn),
            Case("{pair: p, order: lon_lat}", #"{"p":["24.8421",59.4372,31]}"#, tallinn),
            Case("{pair: p, scale: 1e-7}", #"{"p":[594372000,248421000]}"#, tallinn),
            Case("{pair: p}", #"{"p":[0,0]}"#, nil),
            Case("{pair: p}", #"{"p":[]}"#, nil, "does not begin with two numbers"),
            Case("{pair: p}", #"{"p":[59.4,null]}"#, nil, "does not begin with two numbers"),
            Case("{pair: p}", #"{"p":"59.4372"}"#, nil, "not two numbers"),
            Case("{pair: p}", #"{"p":"0.000000,0.000000"}"#, nil),
            Case("{pair: p}", #"{"p":""}"#, nil),
            Case("{pair: p, required: true}", "{}", nil, "required"),
            // GeoJSON.
            Case("{geojson: g}", #"{"g":{"type":"Point","coordinates":[24.8421,59.4372]}}"#, tallinn),
            Case(
                "{geojson: g}",
                #"{"g":{"type":"Feature","geometry":{"type":"Point","coordinates":[24.8421,59.4372,12]}}}"#, tallinn),
            Case("{geojson: g}", #"{"g":{"type":"Polygon","coordinates":[[[1,2],[3,4]]]}}"#, nil, "two numbers"),
            Case("{geojson: g}", #"{"g":{"geometry":{"geometry":{"coordinates":[1,2]}}}}"#, nil, "two numbers"),
            Case("{geojson: g}", #"{"g":{"coordinates":{"coordinates":[1,2]}}}"#, (2, 1)),
            // ISO 6709.
            Case("{iso6709: p}", #"{"p":"+59.4372+024.8421/"}"#, tallinn),
            Case("{iso6709: p}", #"{"p":"-33.8568+151.2153+010.0CRSWGS_84/"}"#, (-33.8568, 151.2153)),
            Case("{iso6709: p}", #"{"p":"+5926.232+02450.526/"}"#, tallinn),
            Case("{iso6709: p}", #"{"p":"+592613.92+0245031.56"}"#, tallinn),
            Case("{iso6709: p}", #"{"p":"+00+000/"}"#, nil),
            Case("{iso6709: p}", #"{"p":"59.4372 24.8421"}"#, nil, "ISO 6709"),
            Case("{iso6709: p}", #"{"p":"+5966.0+02450.5/"}"#, nil, "ISO 6709"),
            Case("{iso6709: p}", #"{"p":"+594+024/"}"#, nil, "ISO 6709"),
            // Degrees and minutes, hemispheres.
            Case(letters, #"{"a":"5926.232,N","o":"02450.526,E"}"#, tallinn),
            Case(letters, #"{"a":"3351.408S","o":"W15112.918"}"#, (-33.8568, -151.2153)),
            Case(letters, #"{"a":5926.232,"o":2450.526}"#, tallinn),
            Case(
                "{lat: a, lon: o, lat_hemisphere: ns, lon_hemisphere: ew, form: degrees_minutes}",
                #"{"a":"3351.408","ns":"S","o":"15112.918","ew":"w"}"#, (-33.8568, -151.2153)),
            Case(
                "{lat: a, lon: o, lat_hemisphere: ns, lon_hemisphere: ew}",
                #"{"a":59.4372,"ns":"N","o":24.8421,"ew":"E"}"#,
                tallinn),
            Case(letters, #"{"a":"5966.232,N","o":"02450.526,E"}"#, nil, "not an angle"),
            Case(letters, #"{"a":"5926.232,E","o":"02450.526,E"}"#, nil, "not an angle"),
            Case(letters, #"{"a":"-5926.232,N","o":"02450.526,E"}"#, nil, "not an angle"),
            Case(letters, #"{"a":"5926.232,N","o":""}"#, nil, "a latitude has no longitude"),
            Case(letters, #"{"a":"","o":""}"#, nil),
            Case(
                "{lat: {path: $.n, split: \",\", piece: 2}, lat_hemisphere: {path: n, split: \",\", piece: 3}, "
                    + "lon: {path: n, split: \",\", piece: 4}, lon_hemisphere: {path: n, split: \",\", piece: 5}, "
                    + "form: degrees_minutes}",
                #"{"n":"$GPGGA,235950,5926.232,N,02450.526,E,1,08"}"#, tallinn),
            // Proofs of a fix.
            Case(
                "{lat: a, lon: o, fix: {path: v, words: [\"true\", A]}}", #"{"a":59.4372,"o":24.8421,"v":true}"#,
                tallinn),
            Case(
                "{lat: a, lon: o, fix: {path: v, words: [\"true\", A]}}", #"{"a":59.4372,"o":24.8421,"v":"a"}"#, tallinn
            ),
            Case(
                "{lat: a, lon: o, fix: {path: v, words: [\"true\", A]}}", #"{"a":59.4372,"o":24.8421,"v":false}"#, nil),
            Case("{lat: a, lon: o, fix: {path: v, words: [\"true\"]}}", #"{"a":59.4372,"o":24.8421}"#, tallinn),
            Case(
                "{lat: a, lon: o, valid: {path: v, is: \"true\", required: true}}", #"{"a":59.4372,"o":24.8421}"#, nil),
            Case("{lat: a, lon: o, valid: {path: v, not: [none, V]}}", #"{"a":59.4372,"o":24.8421,"v":"V"}"#, nil),
            Case("{lat: a, lon: o, valid: {path: v, not: [none, V]}}", #"{"a":59.4372,"o":24.8421,"v":"A"}"#, tallinn),
            Case(
                "{lat: a, lon: o, valid: [{path: s, above: 3}, {path: h, below: 100}]}",
                #"{"a":59.4372,"o":24.8421,"s":"4","h":99}"#, tallinn),
            Case(
                "{lat: a, lon: o, valid: [{path: s, above: 3}, {path: h, below: 100}]}",
                #"{"a":59.4372,"o":24.8421,"s":3,"h":99}"#, nil),
            Case(
                "{lat: a, lon: o, valid: [{path: s, above: 3}, {path: h, below: 100}]}",
                #"{"a":59.4372,"o":24.8421,"s":9,"h":"100"}"#, nil),
            Case("{lat: a, lon: o, last_known: l}", #"{"a":59.4372,"o":24.8421,"l":true}"#, nil),
            Case("{lat: a, lon: o, last_known: l}", #"{"a":59.4372,"o":24.8421,"l":0}"#, tallinn),
            Case("{lat: a, lon: o, last_known: l}", #"{"a":59.4372,"o":24.8421}"#, tallinn),
            Case(
                "{lat: a, lon: o, last_known: {path: l, is: [cached]}}", #"{"a":59.4372,"o":24.8421,"l":"Cached"}"#, nil
            ),
        ])
    func places(_ test: Case) throws {
        let bench = try Bench.profile("rules:\n  - {name: r, topic: \"t/{device}\", position: \(test.position)}\n")
        let (outcome, observations) = bench.decode("t/1", test.payload)
        let found = observations.compactMap { observation -> Coordinate? in
            if case .position(let position) = observation.body { position.coordinate } else { nil }
        }
        #expect(found.count == (test.place == nil ? 0 : 1))
        if let place = test.place, let found = found.first {
            #expect(abs(found.latitude - place.0) < 1e-9 && abs(found.longitude - place.1) < 1e-9, "\(found)")
        }
        if let reason = test.reason {
            #expect(outcome.reason?.text.contains(reason) == true, "\(outcome)")
        } else {
            #expect(outcome == (test.place == nil ? .ignored : .decoded))
        }
    }

    @Test("whole numbers times 1e-7 become the nearest double, as if they had been written so")
    func exactScale() throws {
        let bench = try Bench.profile(
            """
            rules:
              - {name: r, topic: "t/{device}", position: {lat: {path: a, scale: 1e-7}, lon: {path: o, scale: 1e-7}}}
            """)
        for number in stride(from: 123_456_789, to: 899_999_999, by: 7_654_321) {
            let text = "\(number / 10_000_000).\(String(10_000_000 + number % 10_000_000).dropFirst())"
            let observation = bench.decode("t/1", "{\"a\":\(number),\"o\":1}").observations.first
            guard case .position(let position) = observation?.body else {
                Issue.record("no position")
                continue
            }
            #expect(position.coordinate.latitude == Double(text))
        }
    }

    @Test("speed in knots and its companions belong to the place; what is wrong with them does not hide it")
    func companions() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: r
                topic: t/{device}
                position: {lat: a, lon: o, speed: {path: s, unit: knots}, heading: h, accuracy: {path: c, unit: cm}}
            """)
        let sound = bench.decode("t/1", #"{"a":1,"o":2,"s":10,"h":359.5,"c":250}"#)
        #expect(
            sound.observations.map(\.body) == [
                .position(
                    Position(
                        coordinate: try Coordinate(latitude: 1, longitude: 2), speed: 18.52, heading: 359.5,
                        accuracy: 2.5))
            ])
        let broken = bench.decode("t/1", #"{"a":1,"o":2,"s":-1,"h":361}"#)
        #expect(broken.outcome.reason?.path == "s")
        #expect(broken.observations.count == 1)
    }

    @Test(
        "a position that says nothing is a mistake",
        arguments: [
            ("{lat: a}", "a position has no place"), ("{speed: s}", "a position has no place"),
            ("{lat: a, form: degrees_minutes}", "in angles has no place"),
            ("{lat: a, lon: o, fix: {path: v}}", "a path and a proof"),
            ("{lat: a, lon: o, partial: maybe}", "partial can't be"),
            ("{pair: p, order: latlon}", "order can't be"),
        ])
    func mistakes(position: String, problem: String) {
        let error = #expect(throws: ProfileError.self) {
            _ = try Bench.profile("rules:\n  - {name: r, topic: \"t/{device}\", position: \(position)}\n")
        }
        let problems = (error?.mistakes ?? []).map(\.problem)
        #expect(problems.contains { $0.contains(problem) }, "\(problems)")
    }
}
