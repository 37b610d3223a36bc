import Foundation
import Telemetry
import Testing
import Yams

@testable import DeviceProfiles

@Suite("The AsyncAPI document of the native protocol")
struct AsyncAPITests {
    let document: Node

    init() throws {
        let text = try String(contentsOfFile: shippedDirectory + "/callahead-v1.asyncapi.yaml", encoding: .utf8)
        document = try #require(try Yams.compose(yaml: text))
    }

    @Test("every example obeys its schema, and what we receive decodes to what it says")
    func examples() throws {
        let bench = try Bench.shipped()
        var run = 0
        for (name, message) in document["components"]?["messages"]?.mapping ?? [:] {
            let payload = try #require(message["payload"])
            let examples = message["examples"]?.sequence ?? []
            #expect(!examples.isEmpty, "\(name.string ?? "") has no example")
            for example in examples {
                let value = try #require(example["payload"])
                #expect(violations(value, payload, "\(name.string ?? "")") == [])
                let topic = try #require(example["x-topic"]?.string)
                let (outcome, observations) = bench.decode(topic, json(value))
                if let lines = example["x-observations"]?.sequence {
                    #expect(
                        observations.map { observationJSON($0, symbols: bench.symbols) } == lines.compactMap(\.string))
                    #expect(outcome == .decoded)
                } else if let word = example["x-outcome"]?.string {
                    #expect("\(outcome)" == word)
                } else {
                    #expect(outcome == .noProfile, "\(topic) is ours to send")
                }
                run += 1
            }
        }
        #expect(run >= 14)
    }

    @Test("we receive on exactly the channels that the profile has rules for")
    func channels() throws {
        var received: Set<String> = []
        for (_, operation) in document["operations"]?.mapping ?? [:] where operation["action"]?.string == "receive" {
            let channel = try #require(resolve(operation["channel"]))
            received.insert(try #require(channel["address"]?.string))
        }
        let set = try ProfileSet.load(directory: shippedDirectory)
        let native = try #require(set.profiles.first { $0.name == "callahead-v1" })
        #expect(received == Set(native.rules.flatMap { $0.topics.map(\.text) }))
    }

    @Test("the words of the document are the words of the program")
    func words() throws {
        func words(_ message: String, _ property: String) -> [String] {
            let payload = document["components"]?["messages"]?[message]?["payload"]
            return payload?["properties"]?[property]?["enum"]?.sequence?.compactMap(\.string) ?? []
        }
        #expect(Set(words("job", "state")) == Set(JobState.allCases.map(\.rawValue)))
        #expect(Set(words("driver", "kind")) == Set(DriverMessage.Kind.allCases.map(\.rawValue)))
        #expect(Set(words("advice", "severity")) == Set(Severity.allCases.map(\.rawValue)))
        #expect(Set(words("faults", "mode")).isSubset(of: FaultReport.Mode.allCases.map(\.rawValue)))
    }

    @Test("the schema check can fail")
    func violationsAreFound() throws {
        let schema = try #require(document["components"]?["messages"]?["job"]?["payload"])
        let wrong = try #require(try Yams.compose(yaml: "{offer_id: 0, state: arrived}"))
        #expect(violations(wrong, schema, "job").count == 2)
    }

    private func resolve(_ node: Node?) -> Node? {
        guard let path = node?["$ref"]?.string else { return node }
        return path.split(separator: "/").dropFirst().reduce(document as Node?) { $0?[String($1)] }
    }

    /// The part of JSON Schema that the document uses.
    private func violations(_ value: Node, _ schema: Node, _ path: String) -> [String] {
        guard let schema = resolve(schema) else { return ["\(path): a reference leads nowhere"] }
        var found: [String] = []
        if let choices = schema["anyOf"]?.sequence {
            return choices.contains { violations(value, $0, path).isEmpty } ? [] : ["\(path): none of its forms"]
        }
        if let type = schema["type"] {
            let types = type.sequence.map { $0.compactMap(\.string) } ?? [type.string ?? ""]
            if !types.contains(where: { isType(value, $0) }) { found.append("\(path): not \(types)") }
        }
        if let words = schema["enum"]?.sequence, !words.contains(where: { $0.string == value.string }) {
            found.append("\(path): not one of its words")
        }
        if let minimum = schema["minimum"]?.float, let number = value.float, number < minimum {
            found.append("\(path): less than \(minimum)")
        }
        if let maximum = schema["maximum"]?.float, let number = value.float, number > maximum {
            found.append("\(path): more than \(maximum)")
        }
        for key in schema["required"]?.sequence ?? [] where value[key.string ?? ""] == nil {
            found.append("\(path).\(key.string ?? "") is missing")
        }
        for (key, member) in value.mapping ?? [:] {
            let name = key.string ?? ""
            if let property = schema["properties"]?[name] ?? schema["additionalProperties"] {
                found += violations(member, property, "\(path).\(name)")
            } else {
                found.append("\(path).\(name) is not described")
            }
        }
        if let items = schema["items"] {
            for element in value.sequence ?? [] { found += violations(element, items, "\(path)[]") }
        }
        return found
    }

    private func isType(_ value: Node, _ type: String) -> Bool {
        switch type {
        case "object": value.mapping != nil
        case "array": value.sequence != nil
        case "null": value.null != nil
        case "boolean": value.bool != nil
        case "integer": value.int != nil && value.isPlain
        case "number": value.float != nil && value.isPlain
        default: value.scalar != nil && value.bool == nil
        }
    }

    private func json(_ value: Node) -> String {
        switch value {
        case .mapping(let mapping):
            "{" + mapping.map { "\(JSONText.string($0.key.string ?? "")):\(json($0.value))" }.joined(separator: ",")
                + "}"
        case .sequence(let sequence): "[" + sequence.map { json($0) }.joined(separator: ",") + "]"
        case .scalar(let scalar):
            scalar.style == .plain && (value.float != nil || value.bool != nil || value.null != nil)
                ? scalar.string : JSONText.string(scalar.string)
        case .alias: "null"
        }
    }
}

extension Node {
    fileprivate var isPlain: Bool { scalar?.style == .plain }
}
