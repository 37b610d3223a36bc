/// The program itself.
package enum Program {
    /// Its version, as `--version`, the status topic and the figures tell it.
    package static let version = "0.6.0"
}
