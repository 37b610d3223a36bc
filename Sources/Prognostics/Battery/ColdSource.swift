/// How the coldest start ahead is known.
package enum ColdSource: String, Sendable {
    /// The vehicle's own thermometer told of it in the last three days, and it may come again.
    case felt
    /// Somebody expects it where the vehicles stand.
    case told
}
