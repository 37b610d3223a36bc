import Outreach

/// Why somebody is rung, or rung again: a sentence in English for the dispatcher, and what has changed for the script.
struct Reason {
    let text: String
    let change: ChangeReason

    init(_ text: String, _ change: ChangeReason = .other) {
        self.text = text
        self.change = change
    }

    static let warningGone = Reason("the warning has gone out; please do not restart", .warningGone)
    static let unitChanged = Reason("another unit comes than the one that was named", .unitChanged)
    static let noUnitNow = Reason("the unit that was named does not come, and no other is free yet", .unitRefused)
    static let later = Reason("the unit arrives later than was said", .late)
    static let grewWorse = Reason("a further fault has made it worse", .worse)
    static let driverCancelled = Reason("the driver cancelled in the app; ask before anything is stood down", .cancel)
    static let driverNoHelp = Reason(
        "the driver answered in the app that no help is needed; ask before anything is stood down", .noHelp)
    static let driverSafe = Reason("the driver is out of danger and still needs help", .safe)
    static let driverNeedsHelp = Reason("the driver asked for help in the app", .needsHelp)
    static func sooner(_ unit: String) -> Reason {
        Reason("the unit that was named is late, and \(unit) is there sooner", .unitChanged)
    }
    static let approvalRefused = Reason("the help that was planned was not approved", .approvalRefused)
    static let slotConfirmed = Reason("the workshop has confirmed the time: tell them", .slotConfirmed)
    static let overdue = Reason(
        "the unit has not arrived in the time that was said; ask it, then tell the driver", .unitSilent)
    static let unknownDevice = Reason("nobody has told us whose device this is")
    static let nobodyToCall = Reason("no contact is known for this asset")
    static let inDanger = Reason("somebody said they are in danger", .inDanger)
    static let stillNoPlace = Reason(
        "nobody can be sent yet: it is still not known where the asset is; ask again", .placeUnknown)
    static let recovered = Reason("the fault has been clear for some minutes", .recovered)
    static let slotChanged = Reason("the workshop time that was named is not the asset's any more", .slotChanged)
    static let offerSlotLost = Reason("the time that was agreed is gone: offer another one", .offerSlotLost)
    static let offerAgain = Reason("they were rung about this part before, and no time was agreed", .offerAgain)
    static let drivesNormally = Reason(
        "the asset has driven normally for some minutes and reports nothing wrong; nobody is sent any more",
        .recovered)

    static func silent(_ unit: String) -> Reason {
        Reason("\(unit) is not heard of: ask where it is before anybody else is sent", .unitSilent)
    }

    static func silentReplaced(_ unit: String) -> Reason {
        Reason("\(unit) is not heard of; somebody else is sent", .unitSilent)
    }

    static func saidNo(_ unit: String) -> Reason {
        Reason("\(unit) can not come, says its crew; somebody else is sent", .unable)
    }

    // MARK: How an attempt is made

    static let nextPerson = "the contact before did not lead to the people with the asset"
    static let inWriting =
        "they are reached in writing: the first message has gone or goes at its time, answers come by text"
    static let byRelay = "they are reached through a relay service: its number and their wishes are on the screen"

    /// Whether a reason is something new to tell; others only say how the call is made.
    static func isNews(_ text: String) -> Bool {
        text != nextPerson && text != inWriting && text != byRelay && !text.hasPrefix(TaskRow.callBackWords)
            && !text.hasPrefix("the same person is") && !text.hasPrefix("somebody who speaks")
            && !CallTime.Override.allCases.contains { text.hasPrefix(TaskRow.words(for: $0)) }
    }
}
