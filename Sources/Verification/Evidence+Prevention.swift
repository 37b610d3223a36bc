import FleetSimulator
import Persistence

/// Whether what was going to fail was foreseen, and what came of it.
extension Evidence {
    /// Calls that an offer to replace a part leads to.
    static let offerKinds: Set<String> = ["prevent_offer", "call_again", "follow_up", "triage"]

    /// Something that failed, or would have.
    private struct Failure {
        var asset: String
        var part: String
        var at: Int64
        var name: String
        var isPrevented: Bool
        var isAnnounced: Bool
    }

    /// Whether a case was opened for an offer, or has one.
    func isOffered(_ caseID: Int64) -> Bool { facts.offers.contains { $0.caseID == caseID } }

    var preventionRows: [VerdictRow] {
        let failures = self.failures
        let announced = failures.filter(\.isAnnounced)
        let unforeseen = announced.filter { !isOffered(before: $0) }
        let prevented = announced.filter(\.isPrevented)
        let wasted = facts.offers.filter { offer in !failures.contains { isAbout(offer, $0) } }
        let tasks = Dictionary(facts.tasks.map { ($0.id, $0) }) { first, _ in first }
        let calls = facts.attempts.filter { attempt in
            guard attempt.channel == "voice", let task = tasks[attempt.task], let id = task.caseID else { return false }
            return Evidence.offerKinds.contains(task.kind) && isOffered(id)
        }
        let untrue = untrueResults
        return [
            expected.row(
                .foreseen, "Announced failures that were offered before", share: announced.count - unforeseen.count,
                of: announced.count, values: ["failures": Double(failures.count)],
                details: unforeseen.map { "\($0.name): no offer in the week before" }),
            expected.row(
                .prevented, "Breakdowns prevented", share: prevented.count, of: announced.count,
                values: ["unannounced": Double(failures.count { $0.isPrevented && !$0.isAnnounced })]),
            expected.row(
                .wastedOffers, "Offers for parts that would have lasted", count: wasted.count, of: facts.offers.count,
                values: ["taken": Double(wasted.count { $0.answer == "accepted" })],
                details: wasted.map { "offer \($0.id), \($0.asset), \($0.part), \(percent($0.probability))" }),
            expected.row(
                .preventCalls, "Calls made about offers", count: calls.count,
                values: [
                    "offers": Double(facts.offers.count), "answered": Double(facts.offers.count { $0.answer != nil }),
                ]
            ),
            expected.row(
                .untrueResults, "Results of offers that are not true", count: untrue.count, of: facts.offers.count,
                details: untrue),
        ]
    }

    private var failures: [Failure] {
        let broken = breakdowns.compactMap { breakdown -> Failure? in
            guard let part = breakdown.truth.part else { return nil }
            return Failure(
                asset: breakdown.truth.asset, part: part, at: breakdown.at,
                name: "breakdown \(breakdown.truth.breakdown), \(breakdown.truth.asset), \(breakdown.truth.cause)",
                isPrevented: false, isAnnounced: breakdown.truth.isAnnounced == true)
        }
        let spared = replacements.compactMap { _, what -> Failure? in
            guard let number = what.breakdown, let at = what.prevents else { return nil }
            return Failure(
                asset: what.asset, part: what.part, at: at, name: "breakdown \(number), \(what.asset)",
                isPrevented: true, isAnnounced: what.isAnnounced)
        }
        return broken + spared
    }

    private func isOffered(before failure: Failure) -> Bool { facts.offers.contains { isAbout($0, failure) } }

    /// Whether an offer was made for what failed, or would have, within its horizon.
    private func isAbout(_ offer: StoreFacts.Offer, _ failure: Failure) -> Bool {
        offer.asset == failure.asset && offer.part == failure.part && offer.offeredAt < failure.at
            && failure.at <= offer.offeredAt &+ offer.horizon
    }

    /// Offers of which the store tells what did not happen.
    private var untrueResults: [String] {
        facts.offers.compactMap { offer in
            let isReplaced = replacements.contains {
                $0.what.asset == offer.asset && $0.what.part == offer.part && $0.at > offer.offeredAt
            }
            switch offer.result {
            case "prevented" where !isReplaced:
                return "offer \(offer.id), \(offer.asset): prevented, and nothing was replaced"
            case "failed" where !failures.contains { !$0.isPrevented && isAbout(offer, $0) }:
                return "offer \(offer.id), \(offer.asset): failed, and it did not"
            default: return nil
            }
        }
    }

    private func percent(_ probability: Double) -> String { "\(Int((probability * 100).rounded())) %" }
}
