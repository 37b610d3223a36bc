internal import Telemetry

extension Diagnostician {
    /// One problem per component, worst first.
    func problems(of findings: [Finding]) -> [ProblemFinding] {
        guard findings.count != 1 else { return [problem(of: findings[...])] }
        let sorted = findings.sorted {
            $0.component != $1.component ? $0.component < $1.component : Finding.isWorse($0, $1)
        }
        var problems: [ProblemFinding] = []
        var kinds: [Evidence.Kind] = []
        var start = 0
        while start < sorted.count {
            var end = start
            while end < sorted.count, sorted[end].component == sorted[start].component { end += 1 }
            problems.append(problem(of: sorted[start..<end]))
            kinds.append(sorted[start].kind)
            start = end
        }
        let order = problems.indices.sorted { left, right in
            let (first, second) = (problems[left], problems[right])
            if first.severity != second.severity { return first.severity > second.severity }
            if first.immobile != second.immobile { return first.immobile }
            if kinds[left] != kinds[right] { return kinds[left] < kinds[right] }
            return first.key < second.key
        }
        return order.map { problems[$0] }
    }

    /// Findings of one component, worst first and at least one, as one problem.
    private func problem(of findings: ArraySlice<Finding>) -> ProblemFinding {
        let worst = findings[findings.startIndex]
        var parts = worst.parts
        if findings.count > 1 {
            // Milder findings name suspects of their own, such as the sensor; only the worst ones explain the problem.
            for finding in findings.dropFirst() where finding.severity == worst.severity {
                for suspect in finding.parts {
                    if let known = parts.firstIndex(where: { $0.part == suspect.part }) {
                        parts[known].likelihood = max(parts[known].likelihood, suspect.likelihood)
                    } else {
                        parts.append(suspect)
                    }
                }
            }
            parts.sort(by: PartLikelihood.isLikelier)
        }
        return ProblemFinding(
            key: worst.component, symptom: worst.symptom, parts: parts, severity: worst.severity,
            immobile: findings.contains(where: \.immobile), chargingOnly: findings.allSatisfy(\.chargingOnly),
            codes: findings.filter { !$0.code.isEmpty }.map(\.code).sorted())
    }
}
