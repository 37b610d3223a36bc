import DeviceProfiles
import Testing

@testable import Diagnostics

@Suite("Signal names")
struct SignalNamesTests {
    @Test("a profile can name every signal that diagnosis looks at")
    func known() {
        let strangers = SignalRole.names.map(\.name).filter { SignalVocabulary.form(of: $0) == nil }
        #expect(strangers == [])
    }
}
