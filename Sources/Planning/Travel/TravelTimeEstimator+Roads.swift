extension TravelTimeEstimator {
    /// 100 km/h over the straight distance; between places on motorways 130 has been seen.
    package func leastRoadSeconds(overMetres metres: Double) -> Int64 {
        metres > 0 ? Int64(min(metres * 0.036, 6_000_000)) : 0
    }
}
