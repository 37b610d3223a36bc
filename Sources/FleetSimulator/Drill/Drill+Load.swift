internal import Yams

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension Drill {
    /// Reads a drill from its file and holds it against its town.
    ///
    /// - Parameters:
    ///   - outcomes: The words with which a call may end.
    ///   - questions: The keys of what people ask.
    /// - Throws: ``TownError`` naming what is missing or refers to nothing.
    package init(file path: String, in town: Town, outcomes: [String], questions: [String]) throws(TownError) {
        guard let data = FileManager.default.contents(atPath: path), let text = String(bytes: data, encoding: .utf8)
        else { throw TownError("there is no drill in \(path)") }
        do {
            try self.init(yaml: text, in: town, outcomes: outcomes, questions: questions)
        } catch {
            throw TownError("\(path): \(error)")
        }
    }

    /// Reads a drill from the text of its file; see ``init(file:in:outcomes:questions:)``.
    package init(yaml text: String, in town: Town, outcomes: [String], questions: [String]) throws(TownError) {
        let file: DrillFile
        do {
            file = try YAMLDecoder().decode(DrillFile.self, from: text)
        } catch {
            throw TownError("the drill can't be read: \(error)")
        }
        name = file.name
        about = file.about
        calls = file.calls.map { call in
            Call(
                breakdown: Town.Breakdown(
                    asset: call.asset, after: call.after, at: call.at, what: call.what, codes: call.codes,
                    needs: call.needs, signals: call.signals ?? [:], withoutFix: call.without_fix ?? false,
                    sharesPlaceAfter: nil, repeats: false),
                answers: call.answers)
        }
        guard !calls.isEmpty else { throw TownError("a drill has a call at least") }
        _ = try self.town(town).checked()
        for (index, call) in calls.enumerated() {
            let asset = call.breakdown.asset
            guard calls[..<index].allSatisfy({ $0.breakdown.asset != asset }) else {
                throw TownError("\(asset) has two calls: one person is rung about one breakdown")
            }
            guard !call.answers.isEmpty else { throw TownError("nobody answers for \(asset): answers has no entry") }
            for answer in call.answers {
                guard outcomes.contains(answer.outcome) else {
                    throw TownError(
                        "\(asset): no outcome \"\(answer.outcome)\"; one of \(outcomes.joined(separator: ", "))")
                }
                guard (answer.outcome == "call_back") == (answer.callBackIn != nil) else {
                    throw TownError("\(asset): call_back_in belongs to call_back, and call_back needs it")
                }
                for question in answer.says.compactMap(\.question) where !questions.contains(question) {
                    throw TownError(
                        "\(asset): no question \"\(question)\"; one of \(questions.joined(separator: ", "))")
                }
            }
        }
    }
}

/// The file as it is written.
struct DrillFile: Decodable {
    struct Call: Decodable {
        var asset: String
        var after: Int
        var at, what: String
        var codes: [String]
        var needs: Town.Need
        var signals: [String: Double]?
        var without_fix: Bool?
        var answers: [Drill.Answer]
    }

    var name, about: String
    var calls: [Call]
}
