/// Forecasts in the order in which people look at them, without reading what each stands on.
enum SchemaForecastOrder {
    static let indexes = """
        CREATE INDEX forecast_order ON forecast (level, probability DESC, asset_key, part);
        """
}
