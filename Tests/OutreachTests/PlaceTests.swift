import Telemetry
import Testing

@testable import Outreach

@Suite("Where it is, in words")
struct PlaceTests {
    @Test(
        "a plus code is that of the specification",
        arguments: [
            (47.0000625, 8.0000625, "8FVC2222+22"), (-41.2730625, 174.7859375, "4VCPPQGP+Q9"),
            (-89.9999375, -179.9999375, "22222222+22"), (20.3700625, 2.7821875, "7FG49QCJ+2V"),
            (47.365590, 8.524997, "8FVC9G8F+6X"), (90, 1, "CFX3X2X2+X2"), (1, 180, "62H22222+22"),
            (1, 1, "6FH32222+22"),
        ])
    func plusCode(latitude: Double, longitude: Double, expected: String) throws {
        #expect(PlusCode(try Coordinate(latitude: latitude, longitude: longitude)).description == expected)
    }

    @Test("every place on earth has a code of eleven characters, and neighbours share its beginning")
    func everywhere() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<500 {
            let latitude = Double(random.next() % 180_000_001) / 1e6 - 90
            let longitude = Double(random.next() % 360_000_001) / 1e6 - 180
            let code = PlusCode(try Coordinate(latitude: latitude, longitude: longitude)).description
            #expect(code.count == 11 && code.dropFirst(8).first == "+")
        }
        let here = PlusCode(try Coordinate(latitude: 59.43704, longitude: 24.75399)).description
        let near = PlusCode(try Coordinate(latitude: 59.43708, longitude: 24.75395)).description
        let far = PlusCode(try Coordinate(latitude: 59.43804, longitude: 24.75399)).description
        #expect(here == near)
        #expect(here != far && here.prefix(6) == far.prefix(6))
    }

    @Test(
        "an angle is named by the nearest of eight directions",
        arguments: [
            (0.0, CompassPoint.north), (22.4, .north), (22.6, .northEast), (90, .east), (180, .south),
            (247.4, .southWest),
            (337.6, .north), (359.9, .north), (-90, .west), (720, .north), (-0.0, .north), (1e300, nil),
        ])
    func compass(degrees: Double, expected: CompassPoint?) {
        guard let expected else {
            #expect(CompassPoint(degrees: degrees) != nil)
            return
        }
        #expect(CompassPoint(degrees: degrees) == expected)
    }

    @Test("no direction without an angle", arguments: [Double.nan, .infinity, -.infinity])
    func noAngle(degrees: Double) { #expect(CompassPoint(degrees: degrees) == nil) }

    @Test("a bearing points from here to there")
    func bearing() throws {
        let tallinn = try Coordinate(latitude: 59.437, longitude: 24.754)
        let tartu = try Coordinate(latitude: 58.378, longitude: 26.729)
        #expect(CompassPoint(degrees: tallinn.bearing(to: tartu)) == .southEast)
        #expect(CompassPoint(degrees: tartu.bearing(to: tallinn)) == .northWest)
        #expect(tallinn.bearing(to: tallinn) == 0)
    }

    private func words(_ language: String, _ place: SpokenPlace) throws -> String? {
        var context = fullContext(language, leg: .notPlanned)
        context.placeWords = nil
        context.place = place
        return try shippedPhrasebook().placeWords(context)
    }

    @Test(
        "a place is said with what is known of it",
        arguments: [
            (
                SpokenPlace(road: "E263", kilometre: 34.4, towards: "Tartu"), "E263, near kilometre 34, towards Tartu",
                "E263, kilomeeter 34, suund Tartu"
            ),
            (SpokenPlace(road: "E263", towards: "Tartu"), "E263, towards Tartu", "E263, suund Tartu"),
            (
                SpokenPlace(
                    road: "E263",
                    landmark: SpokenPlace.Landmark(name: "Kose", metres: 2_100, direction: .southEast)),
                "E263, 2 kilometres south-east of Kose", "E263, Kose, sealt 2 kilomeetrit kagu poole"
            ),
            (
                SpokenPlace(landmark: SpokenPlace.Landmark(name: "Kose", metres: 960, direction: .north)),
                "1 kilometre north of Kose", "Kose, sealt 1 kilomeeter põhja poole"
            ),
            (
                SpokenPlace(landmark: SpokenPlace.Landmark(name: "Kose", metres: 420, direction: .west)),
                "400 metres west of Kose", "Kose, sealt 400 meetrit lääne poole"
            ),
            (
                SpokenPlace(landmark: SpokenPlace.Landmark(name: "Kose", metres: 40, direction: .west)), "near Kose",
                "lähedal on Kose"
            ),
            (
                SpokenPlace(landmark: SpokenPlace.Landmark(name: "Kose", metres: .nan, direction: .west)), "near Kose",
                "lähedal on Kose"
            ),
        ])
    func said(place: SpokenPlace, english: String, estonian: String) throws {
        #expect(try words("en", place) == english)
        #expect(try words("et", place) == estonian)
    }

    @Test("no name and no road are no words", arguments: ["en", "et"])
    func nothing(language: String) throws {
        let here = try Coordinate(latitude: 59.4, longitude: 24.7)
        #expect(try words(language, SpokenPlace(kilometre: 3, towards: "Tartu", coordinate: here)) == nil)
    }

    @Test("each direction has words of its own in every language", arguments: MatrixTests.languages)
    func directions(language: String) throws {
        let said = try CompassPoint.allCases.map { point in
            try words(
                language, SpokenPlace(landmark: SpokenPlace.Landmark(name: "Kose", metres: 3_000, direction: point)))
        }
        #expect(Set(said).count == 8)
        #expect(said.allSatisfy { $0?.contains("Kose") == true && $0?.contains("3") == true })
    }

    @Test("an old or coarse position is asked for with its age or its error", arguments: ["en", "et"])
    func oldOrCoarse(language: String) throws {
        let book = try shippedPhrasebook()
        var context = fullContext(language, leg: .notPlanned)
        context.place = SpokenPlace(road: "E263", accuracyMetres: 2_400)
        context.placeWords = nil
        let coarse = book.script(for: context).blocks.first { $0.kind == .place }?.text ?? ""
        #expect(coarse.contains(language == "en" ? "2 kilometres" : "2 kilomeetrit") && coarse.hasSuffix("?"))
        context.placeAgeSeconds = 3 * 86_400
        let old = book.script(for: context).blocks.first { $0.kind == .place }?.text ?? ""
        #expect(old.contains(language == "en" ? "3 days" : "3 päeva") && old.hasSuffix("?"))
    }

    @Test("those who drive there hear the numbers and how sure they are, a driver does not")
    func numbers() throws {
        let book = try shippedPhrasebook()
        var context = fullContext("en", leg: .notPlanned)
        context.placeWords = nil
        context.place = SpokenPlace(
            coordinate: try Coordinate(latitude: 59.43704, longitude: -0.00001), accuracyMetres: 12,
            heading: .southWest, earlier: [try Coordinate(latitude: 59.44, longitude: 24.75)])
        context.placeAgeSeconds = 120
        context.task = .authorityCall
        let told = book.script(for: context).blocks.first { $0.kind == .place }?.text
        #expect(
            told == """
                Latitude 59.43704, longitude -0.00001. Plus code: 9CFXCXPX+RX. The position comes from satellites, is \
                right to about 10 metres and 2 minutes old. It was travelling to the south-west. Before that it was \
                here: 59.44000, 24.75000.
                """)
        context.task = .breakdownCall
        #expect(book.script(for: context).text.contains("59.437") == false)
    }
}
