extension String {
    /// A stable key as people read it: `needs_location` is "needs location".
    ///
    /// By bytes, since the search of the standard library costs as much as all else that a task's reasons take.
    package var wordsOfKey: String {
        String(decoding: utf8.lazy.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }
}
