internal import Foundation

/// A small file with a password, a key or a certificate in it.
///
/// What is wrong with it is told by its name; what stands in it is never repeated.
struct SecretFile {
    /// More than any certificate bundle.
    private static let limit = 4 << 20

    private let path: String
    private let option: String

    /// - Parameter option: The flag that named the file, for messages.
    init(_ path: String, _ option: String) {
        self.path = path
        self.option = option
    }

    /// Whether people who are neither its owner nor of its group may read it.
    var isReadableByOthers: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o004 != 0
    }

    /// The whole text.
    ///
    /// - Throws: ``BrokerAccessError``
    func text() throws(BrokerAccessError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw wrong("can't be read: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { throw wrong("is a folder") }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= SecretFile.limit {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw wrong("can't be read: \(String(cString: strerror(errno)))") }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        guard bytes.count <= SecretFile.limit, let text = String(validating: bytes, as: UTF8.self) else {
            throw wrong("is no such file")
        }
        return text
    }

    /// The whole text of a file in PEM form.
    ///
    /// - Parameter kind: What stands between `BEGIN` and the dashes.
    func text(holding kind: String) throws(BrokerAccessError) -> String {
        let text = try text()
        let isThere = text.split(whereSeparator: \.isNewline)
            .contains { $0.hasPrefix("-----BEGIN ") && $0.contains("\(kind)-----") }
        guard isThere else { throw wrong("holds no \(kind.lowercased()) in PEM form (-----BEGIN … \(kind)-----)") }
        return text
    }

    private func wrong(_ what: String) -> BrokerAccessError { BrokerAccessError("\(option) \(path) \(what)") }
}
