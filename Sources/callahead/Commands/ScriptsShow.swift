import ArgumentParser
import Diagnostics
import Outreach
import Pipeline
import Telemetry

/// `scripts show`: what is said in one situation.
struct ScriptsShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Say one situation as a caller would, with invented names.",
        discussion: "For whoever changes a sentence and wants to hear it. Nothing is read from a database.")

    @OptionGroup var folder: OutreachFolder

    @Option(help: "The language: en, et, fi, uk, ka, …")
    var language = "en"

    @Option(help: "The task: \(TaskKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var task = TaskKind.breakdownCall

    @Option(help: "The severity: \(Severity.allCases.map(\.rawValue).joined(separator: ", ")).")
    var severity = Severity.stop

    @Option(help: "What the asset is: car, truck, charger, …")
    var kind: AssetKind = .car

    @Option(help: "Whether it moves: \(Motion.allCases.map(\.rawValue).joined(separator: ", ")).")
    var motion: Motion = .standing

    @Option(help: "The state of the plan: \(LegSituation.exampleKeys.joined(separator: ", ")).")
    var leg = "accepted"

    @Option(help: "The state of the workshop's slot: \(SlotSituation.exampleKeys.joined(separator: ", ")).")
    var slot = "confirmed"

    @Option(help: "Why it is a second call: \(ChangeReason.allCases.map(\.rawValue).joined(separator: ", ")).")
    var change: ChangeReason = .other

    @Option(help: "What the call is for: \(CallPurpose.allCases.map(\.rawValue).joined(separator: ", ")).")
    var purpose: CallPurpose = .usual

    @Option(help: "How the words reach them: \(Channel.allCases.map(\.rawValue).joined(separator: ", ")).")
    var channel: Channel = .voice

    @Option(help: "The country, for the safety sentences: ee, fi, …")
    var country: String?

    @Option(
        name: .customLong("road"),
        help: "Where it stands: \(RoadClass.allCases.map(\.rawValue).joined(separator: ", ")).")
    var roadClass: RoadClass?

    @Option(help: "The symptom, a key of the fault catalogue.")
    var symptom = "oil_pressure_low"

    @Option(help: "What else the call is about; may be repeated.")
    var also: [String] = []

    @Flag(help: "As if nothing were known: no name, no plate, no place.")
    var bare = false

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard LegSituation.example(leg) != nil else {
            throw ValidationError("There is no leg \(leg): \(LegSituation.exampleKeys.joined(separator: ", ")).")
        }
        guard SlotSituation.example(slot) != nil else {
            throw ValidationError("There is no slot \(slot): \(SlotSituation.exampleKeys.joined(separator: ", ")).")
        }
    }

    func run() throws {
        try reportingFailures {
            let installation = try Installation.find()
            let book = try Phrasebook.load(directory: folder.dir ?? installation.outreach)
            let catalogue = try FaultCatalogue.load(directory: installation.deviceProfiles)
            var context = self.context(clause: catalogue.text(ofSymptom: symptom, language: language)?.clause)
            if task == .preventOffer, !bare {
                context.partName = catalogue.partName("starter_battery", language: language)
            }
            let script = book.script(for: context)
            if json {
                Terminal.show(try value(script, context, book).text(indented: Terminal.isInteractive))
            } else {
                Terminal.show(lines(script, context, book))
            }
        }
    }

    private func context(clause: String?) -> ScriptContext {
        var context = ScriptContext(
            language: language, task: task, caseNumber: "1042", severity: severity, motion: motion, assetKind: kind,
            leg: LegSituation.example(leg) ?? .notPlanned, slot: SlotSituation.example(slot) ?? .none)
        context.change = change
        context.purpose = purpose
        context.channel = channel
        context.country = country
        context.otherAssets = also
        context.roadClass = roadClass
        if !bare { context.fillWithExample(symptomClause: clause) }
        return context
    }

    private func lines(_ script: Script, _ context: ScriptContext, _ book: Phrasebook) -> [String] {
        var table = Columns()
        for block in script.blocks {
            for (index, line) in block.text.split(separator: "\n").enumerated() {
                table.add(row: [index == 0 ? block.kind.rawValue : "", String(line)])
            }
        }
        for (name, text) in written(context, book) {
            let length = SMSLength(text)
            let parts = length.parts == 1 ? "1 part" : "\(length.parts) parts"
            table.add(row: [name, "\(text) (\(length.units) characters, \(parts))"])
        }
        return table.lines
    }

    private func written(_ context: ScriptContext, _ book: Phrasebook) -> [(String, String)] {
        [
            ("message", book.message(for: context)), ("acceptance", book.acceptance(for: context)),
            ("advice", book.advice(for: context)), ("voicemail", book.voicemail(for: context)),
        ]
    }

    private func value(_ script: Script, _ context: ScriptContext, _ book: Phrasebook) -> JSONValue {
        var members: [String: JSONValue] = [
            "language": .text(script.language),
            "blocks": .array(
                script.blocks.map { .object(["kind": .text($0.kind.rawValue), "text": .text($0.text)]) }),
        ]
        for (name, text) in written(context, book) { members[name] = .text(text) }
        return .object(members)
    }
}

extension Motion: ExpressibleByArgument {}
extension ChangeReason: ExpressibleByArgument {}
extension CallPurpose: ExpressibleByArgument {}
extension Channel: ExpressibleByArgument {}
extension RoadClass: ExpressibleByArgument {}
