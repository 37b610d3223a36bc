import Roads
import Testing

@Suite("The text that names a router")
struct RouterConfigurationTests {
    @Test(
        "a router is named by its software, its address and its settings",
        arguments: [
            (
                "osrm=http://127.0.0.1:5000",
                RouterConfiguration(.osrm(profile: "driving"), url: "http://127.0.0.1:5000")
            ),
            (
                "osrm=https://maps.example.org/osrm/?profile=truck-7_5&snap_metres=250",
                RouterConfiguration(
                    .osrm(profile: "truck-7_5"), url: "https://maps.example.org/osrm", snapMetres: 250)
            ),
            (
                "valhalla=http://[::1]:8002/",
                RouterConfiguration(.valhalla(ValhallaCosting()), url: "http://[::1]:8002")
            ),
            (
                "valhalla=HTTP://router:8002?costing=truck&weight=7.5&height=3.5",
                RouterConfiguration(
                    .valhalla(
                        ValhallaCosting(
                            name: "truck",
                            dimensions: [.init(name: "height", value: 3.5), .init(name: "weight", value: 7.5)])),
                    url: "HTTP://router:8002")
            ),
        ])
    func parses(text: String, expected: RouterConfiguration) throws {
        #expect(try RouterConfiguration(parsing: text) == expected)
    }

    @Test(
        "what is wrong is named, with what may be written",
        arguments: [
            ("", "does not begin with osrm= or valhalla="),
            ("http://127.0.0.1:5000", "does not begin with osrm= or valhalla="),
            ("google=http://127.0.0.1:5000", "\"google\" is no router that is known"),
            ("OSRM=http://127.0.0.1:5000", "\"OSRM\" is no router that is known"),
            ("osrm=", "no URL with a host"),
            ("osrm=127.0.0.1:5000", "no URL with a host"),
            ("osrm=/socket", "no URL with a host"),
            ("osrm=http://", "no URL with a host"),
            ("osrm=http://a b:5000", "no URL with a host"),
            ("osrm=ftp://127.0.0.1", "ftp is neither http nor https"),
            ("osrm=file://host/etc/passwd", "file is neither http nor https"),
            ("osrm=http://127.0.0.1:0", "port 0 is not 1 to 65535"),
            ("osrm=http://127.0.0.1:70000", "port"),
            ("osrm=http://me:secret@127.0.0.1:5000", "a user or password in the URL"),
            ("osrm=http://127.0.0.1:5000#top", "# has no meaning"),
            ("osrm=http://127.0.0.1:5000?costing=truck", "\"costing\" is no setting; snap_metres, profile are"),
            ("osrm=http://127.0.0.1:5000?profile=a/b", "profile \"a/b\" is no word"),
            ("osrm=http://127.0.0.1:5000?profile", "profile has no value"),
            ("osrm=http://127.0.0.1:5000?profile=a&profile=b", "profile stands there twice"),
            ("osrm=http://127.0.0.1:5000?snap_metres=near", "snap_metres \"near\" is no number from 1.0 to 100000.0"),
            ("osrm=http://127.0.0.1:5000?snap_metres=nan", "snap_metres \"nan\" is no number"),
            ("valhalla=http://127.0.0.1:8002?costing=%22%7D", "is no word of letters"),
            ("valhalla=http://127.0.0.1:8002?height=3.5", "height has a meaning only with costing=truck"),
            ("valhalla=http://127.0.0.1:8002?costing=truck&height=0", "height \"0\" is no number from 0.1"),
        ])
    func refuses(text: String, reason: String) {
        let error = #expect(throws: RouterConfigurationError.self) { try RouterConfiguration(parsing: text) }
        let description = error?.description ?? ""
        #expect(description.contains(reason), "\(description)")
        #expect(description.contains("write osrm=http://HOST:PORT"))
    }

    @Test("a secret in the address is not repeated in the message")
    func secret() {
        let error = #expect(throws: RouterConfigurationError.self) {
            try RouterConfiguration(parsing: "osrm=http://me:secret@127.0.0.1:5000")
        }
        #expect(error?.description.contains("secret@") == false)
    }

    @Test("the log calls it by name and address")
    func description() throws {
        #expect("\(try RouterConfiguration(parsing: "osrm=http://h:1?profile=car"))" == "OSRM at http://h:1")
        let truck = try RouterConfiguration(parsing: "valhalla=http://h:1?costing=truck")
        #expect("\(truck)" == "Valhalla at http://h:1, truck")
    }
}
