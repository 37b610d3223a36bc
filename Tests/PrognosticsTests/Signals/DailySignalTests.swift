import Testing

@testable import Prognostics

@Suite("Which signals are kept over days")
struct DailySignalTests {
    @Test("every reading of every one of them finds room in a memory, and none is the battery's own")
    func names() {
        #expect(DailySignal.names.count * DailySignal.allCases.count <= SignalMemory.signalLimit)
        for name in DailySignal.names.sorted() {
            #expect(BatterySignal(name: name) == nil, "\(name) would count twice.")
            for kind in DailySignal.allCases { #expect(!DailySignal.names.contains(kind.name(of: name))) }
        }
    }
}
