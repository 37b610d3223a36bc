/// What people ask on such a call; what stays open is kept with the outcome.
enum OpenQuestion: String, CaseIterable {
    case howLong = "how_long"
    case whereTo = "where_to"
    case whoPays = "who_pays"
    case mayIDrive = "may_i_drive"
    case passengers
}
