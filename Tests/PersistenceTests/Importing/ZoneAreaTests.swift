import Planning
import Telemetry
import Testing

@testable import Persistence

@Suite("The area of a zone")
struct ZoneAreaTests {
    private static let square = "[[24,59],[25,59],[25,60],[24,60],[24,59]]"
    private static let hole = "[[24.4,59.4],[24.6,59.4],[24.6,59.6],[24.4,59.4]]"

    @Test("a polygon with a hole contains what lies inside and not in the hole")
    func polygon() throws {
        let polygons = try ZoneArea.polygons(
            #"{"type":"Polygon","coordinates":[\#(ZoneAreaTests.square),\#(ZoneAreaTests.hole)]}"#)
        #expect(polygons.count == 1)
        #expect(polygons[0].outline.first == place(59, 24))
        #expect(polygons[0].contains(place(59.2, 24.2)))
        #expect(!polygons[0].contains(place(59.45, 24.55)))
        #expect(!polygons[0].contains(place(61, 24.2)))
    }

    @Test(
        "several polygons, a feature around one, heights and an unclosed ring are read",
        arguments: [
            (#"{"type":"MultiPolygon","coordinates":[[\#(square)],[\#(hole)]]}"#, 2),
            (#"{"type":"Feature","properties":{"a":1},"geometry":{"type":"Polygon","coordinates":[\#(square)]}}"#, 1),
            (#"{"type":"Polygon","coordinates":[[[24,59,12.5],[25,59,0],[25,60,1]]]}"#, 1),
        ])
    func reads(_ text: String, count: Int) throws {
        #expect(try ZoneArea.polygons(text).count == count)
    }

    @Test(
        "what is no area is refused with a sentence",
        arguments: [
            ("", "this is not GeoJSON"), ("A1 south of the town", "this is not GeoJSON"), ("{}", "this is not GeoJSON"),
            (#"{"type":"Point","coordinates":[24,59]}"#, "a Point is no area"),
            (#"{"type":"Polygon","coordinates":[]}"#, "no outline"),
            (#"{"type":"MultiPolygon","coordinates":[]}"#, "no polygon"),
            (#"{"type":"Polygon","coordinates":[[[24,59],[25,59],[24,59]]]}"#, "at least three corners"),
            (#"{"type":"Polygon","coordinates":[[[24],[25,59],[25,60]]]}"#, "a longitude and a latitude"),
            (#"{"type":"Polygon","coordinates":[[[24,590],[25,59],[25,60]]]}"#, "longitude first"),
            (#"{"type":"Polygon","coordinates":[[["24","59"]]]}"#, "this is not GeoJSON"),
            (#"{"type":"Feature","geometry":null}"#, "this is not GeoJSON"),
            (String(repeating: "[", count: 100_000), "this is not GeoJSON"),
        ])
    func refuses(_ text: String, words: String) {
        let error = #expect(throws: ZoneAreaMistake.self) { try ZoneArea.polygons(text) }
        #expect(error?.text.contains(words) == true, "\(error?.text ?? "")")
    }

    @Test("an outline finer than anything needs is refused")
    func tooFine() {
        let corners = String(repeating: "[24,59],", count: ZoneArea.cornersAtMost) + "[25,60]"
        let error = #expect(throws: ZoneAreaMistake.self) {
            try ZoneArea.polygons(#"{"type":"Polygon","coordinates":[[\#(corners)]]}"#)
        }
        #expect(error?.text.contains("corners") == true)
    }
}
