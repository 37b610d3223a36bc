/// Why a dispatcher is to ring, in English for the screen; the customer's sentence comes from the phrasebook.
enum Reason {
    static let warningGone = "the warning has gone out; please do not restart"
    static let unitChanged = "another unit comes than the one that was named"
    static let noUnitNow = "the unit that was named does not come, and no other is free yet"
    static let later = "the unit arrives later than was said"
    static let grewWorse = "a further fault has made it worse"
    static let driverCancelled = "the driver cancelled in the app; ask before anything is stood down"
    static let driverNoHelp = "the driver answered in the app that no help is needed; ask before anything is stood down"
    static let driverSafe = "the driver is out of danger and still needs help"
    static let driverNeedsHelp = "the driver asked for help in the app"
    static let overdue = "the unit has not arrived in the time that was said; ask it, then tell the driver"
    static let unknownDevice = "nobody has told us whose device this is"
    static let nobodyToCall = "no contact is known for this asset"
    static let inDanger = "somebody said they are in danger"
}
