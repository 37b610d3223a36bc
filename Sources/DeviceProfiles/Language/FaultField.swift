internal import Telemetry

/// A list of fault codes, or something that amounts to one.
struct FaultField: Sendable {
    /// Without it the field has nothing to say; of no use with flags.
    var slot: Int
    var form: Form
    var meaning: Meaning
    var kind: FaultReport.Kind
    var status: StatusSource = .fixed(.unknown)
    /// What a list's own words of a status mean, in lower case; empty: they are ours.
    var statusWords: [String: FaultCode.Status] = [:]
    /// Lower case texts that say "no fault".
    var noFault: [String] = []
    /// Lower case texts that are states and no faults: they say nothing about what is wrong.
    var notFaults: [String] = []
    var namespace: String
    /// Whether codes may bring their own namespace, `j1939/SPN100.FMI1`.
    var acceptsNamespace = false
    /// What a code becomes; without it the code is itself.
    var code: CodeTemplate?
    /// Added to the source: lists of different parts of a device don't clear each other.
    var part: Part?
    /// Slot of the J1939 address of the control unit, which is a part as well.
    var address: Int?
    var required = false
    /// What must hold for the list to be read.
    var conditions: [Condition] = []
    /// Most codes of one message.
    var limit: Int

    /// The slots without any of which there is nothing to do; none: every message is looked at.
    var gateSlots: [Int] {
        if case .flags(let flags, _) = form { return flags.map(\.slot) }
        return required ? [] : [slot]
    }

    /// Flags have a slot each, every other form reads `slot`.
    var hasOneSlot: Bool {
        if case .flags = form { false } else { true }
    }
}

extension FaultField {
    /// How codes stand in a payload.
    enum Form: Sendable {
        /// JSON array of texts, numbers, or objects with these members.
        case list(code: [String], status: String)
        /// One text with codes between any of these bytes; no bytes: the whole text is one code.
        case text(separators: [UInt8])
        /// One value per code: on or off. Each code with its key and the slot of its value.
        case flags([(slot: Int, key: String, code: String)], Levels)
        /// Bits of one whole number.
        case bits([(bit: Int, code: String)])
        /// How many faults there are, without their names.
        case count
        /// A level for each of several places, in a text or an array; `first` is the number of the first place.
        case vector(separators: [UInt8], first: Int, Levels)
        /// One number or word, with the codes of those that are faults; empty: each is its own code.
        case oneOf(codes: [String: String], unlisted: Unlisted)
        /// What a regular expression finds in a text.
        case pattern(PatternForm)
        /// A level of a code that stands elsewhere.
        case level(Levels)
        /// Two bytes a code, as OBD services 03, 07 and 0A answer.
        case obd2(BinaryForm)
        /// Three bytes a code, as UDS service 19 answers.
        case uds(BinaryForm, UDSForm)
        /// A DM1 or DM2 message.
        case j1939(BinaryForm, J1939Form)
        /// An RV-C DM_RV message.
        case rvc(BinaryForm, lamps: LampUse)
        /// Numbers of a J1939 code, each by itself, or in the objects of an array.
        case j1939Fields(J1939FieldsForm)
    }

    /// What codes in a message mean, and those that are not in it.
    enum Meaning: Sendable {
        case always(Effect)
        /// The payload says it; `otherwise` stands in when it says nothing, `other` for a word that is not listed.
        case said(slot: Int, words: [String: Effect], other: Effect?, otherwise: Effect)
    }

    /// What a message does to codes.
    enum Effect: Sendable, Equatable {
        case mode(FaultReport.Mode)
        /// Codes that are there are raised, those that are said to be over are cleared, and "no fault" clears all.
        case byValue
        case nothing
    }

    /// Where the status of codes comes from.
    enum StatusSource: Sendable {
        case fixed(FaultCode.Status)
        /// A word of the payload, in lower case.
        case said(slot: Int, words: [String: FaultCode.Status], otherwise: FaultCode.Status)
    }

    /// A part of a device with codes of its own.
    enum Part: Sendable {
        case text(String)
        case value(slot: Int)
    }

    /// What a value outside of a list of known ones is.
    enum Unlisted: String, CaseIterable, Sendable {
        /// It is reported, and nothing is cleared.
        case report
        /// It is a state and no fault.
        case ignore
        /// It is a fault, and its own code.
        case raise
    }

    /// Words of a level: what is off, and what each other word raises.
    struct Levels: Sendable {
        /// Lower case.
        var off: [String] = ["0", "false", "off", "no", ""]
        /// Lower case words with what their code becomes; empty: every word that is not off is on.
        var on: [(word: String, code: CodeTemplate)] = []
    }

    /// A regular expression with the groups that mean something.
    struct PatternForm: Sendable {
        var pattern: Boxed<LinearPattern>
        /// Bytes between pieces that are looked at one by one; none: the text is one piece.
        var separators: [UInt8]
        /// Places of the groups; `nil` if the pattern does not have them.
        var code: Int?
        var text: Int?
        var status: Int?
        /// What a piece is that the pattern does not find anything in.
        var unlisted: Unlisted
    }

    /// Bytes, and how they stand in the payload.
    struct BinaryForm: Sendable {
        enum Encoding: String, CaseIterable, Sendable {
            case hex, base64, bytes
        }

        /// `nil`: as it stands in a payload of bytes, else hexadecimal.
        var encoding: Encoding?
        /// Bytes before the first code.
        var skip = 0
        /// Place of a byte that says how many codes follow.
        var countAt: Int?
        /// Members of the objects of an array, each with one code: the first that is there.
        var members: [String] = []
    }

    /// How UDS codes stand, and which count.
    struct UDSForm: Sendable {
        enum Record: String, CaseIterable, Sendable {
            case code
            case codeStatus = "code_status"
            case severityUnitCodeStatus = "severity_unit_code_status"

            var length: Int {
                switch self {
                case .code: 3
                case .codeStatus: 4
                case .severityUnitCodeStatus: 6
                }
            }
        }

        var record: Record
        /// Bits of the status byte of which one must be set.
        var mask: UInt8
        /// Whether codes are letters and digits of J2012, or hexadecimal in a namespace of their own.
        var isLettered: Bool
        /// Whether a requested warning is a code of its own.
        var raisesWarning: Bool
    }

    /// What lamps of a diagnostic message become.
    enum LampUse: String, CaseIterable, Sendable {
        case signals, codes, ignore
    }

    /// How J1939 codes are read.
    struct J1939Form: Sendable {
        var lamps: LampUse
        /// How suspect parameters of control units before version 4 are packed: 1, 2 or 3.
        var conversion: Int
    }

    /// Where the numbers of J1939 codes stand.
    struct J1939FieldsForm: Sendable {
        /// Slots of numbers; `nil` when codes stand in the objects of an array.
        var slots: (fmi: Int, count: Int?)?
        var spnMember = "spn"
        var fmiMember = "fmi"
        var countMember = "oc"
        var statusMember = "status"
    }
}
