/// The source tree that the tests are built from.
enum Checkout {
    /// The folder with `device-profiles` and `outreach`.
    static let home = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
}
