import Logging

/// A log handler that keeps what the service calls an error; a life in which nothing is broken has none but those.
final class ErrorBook {
    private(set) var errors: [String] = []

    func add(_ error: String) { errors.append(error) }

    /// What may be said in a life with trouble around it.
    static let expected = [
        "a commit failed and is tried again", "the broker has lost our session", "connections end at once",
        "taking them one by one", "no profile", "simulated",
    ]

    /// The first error that nothing outside explains.
    var unexplained: String? {
        errors.first { error in !ErrorBook.expected.contains { error.contains($0) } }
    }
}

/// Writes errors into a book and drops the rest.
struct ErrorLog: LogHandler {
    let book: UncheckedBook
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .error

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        if event.level >= .error { book.book.add("\(event.message)") }
    }

    /// A life and its lanes live on one thread, so that its book is used by nobody else.
    struct UncheckedBook: @unchecked Sendable {
        let book: ErrorBook
    }
}
