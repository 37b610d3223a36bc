/// How Valhalla is to drive: its costing model, and the dimensions of a truck.
package struct ValhallaCosting: Sendable, Equatable {
    /// One number about the truck.
    package struct Dimension: Sendable, Equatable {
        package let name: String
        /// Metres or tonnes.
        package let value: Double

        package init(name: String, value: Double) {
            self.name = name
            self.value = value
        }
    }

    /// Dimensions that Valhalla knows of a truck: metres, then tonnes.
    package static let dimensionNames = ["height", "width", "length", "weight", "axle_load"]

    /// `auto`, `truck` or another costing of the server.
    package var name: String
    /// What is known of the truck; the rest is as the server has it.
    package var dimensions: [Dimension]

    package init(name: String = "auto", dimensions: [Dimension] = []) {
        self.name = name
        self.dimensions = dimensions
    }
}
