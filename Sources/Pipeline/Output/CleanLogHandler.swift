package import Logging

/// Hands on what is logged after making it fit for a log, wherever in the program it came from.
///
/// Topics, reasons and errors repeat what devices sent: a line break in one would forge a line of ours.
package struct CleanLogHandler<Base: LogHandler>: LogHandler {
    private var base: Base

    package init(_ base: Base) {
        self.base = base
    }

    package func log(event: LogEvent) {
        var event = event
        event.message = Logger.Message(stringLiteral: event.message.description.logSafe)
        event.metadata = event.metadata?.mapValues(CleanLogHandler.clean)
        event.error = event.error.map { CleanedError(description: "\($0)".logSafe) }
        base.log(event: event)
    }

    private static func clean(_ value: Logger.MetadataValue) -> Logger.MetadataValue {
        switch value {
        case .string(let text): .string(text.logSafe)
        case .stringConvertible(let value): .string(value.description.logSafe)
        case .array(let values): .array(values.map(clean))
        case .dictionary(let values): .dictionary(values.mapValues(clean))
        }
    }

    package var metadataProvider: Logger.MetadataProvider? {
        get { base.metadataProvider }
        set { base.metadataProvider = newValue }
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue.map(CleanLogHandler.clean) }
    }

    package var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue.mapValues(CleanLogHandler.clean) }
    }

    package var logLevel: Logger.Level {
        get { base.logLevel }
        set { base.logLevel = newValue }
    }
}

/// An error as far as a log may repeat it.
private struct CleanedError: Error, CustomStringConvertible {
    var description: String
}

extension LogHandler {
    /// The same handler behind one that makes every line fit for a log.
    package var cleaned: any LogHandler { CleanLogHandler(self) }
}
