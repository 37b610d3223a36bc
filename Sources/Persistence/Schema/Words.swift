/// The words that the tables admit, as lists of SQL literals.
///
/// Frozen with the migration that names them: a new word is a new migration, never an edit here. A test holds them
/// against the enums.
enum Words {
    static let severity = "'info', 'maintenance', 'service_soon', 'unknown', 'limp', 'stop', 'emergency'"
    static let role = """
        'driver', 'owner', 'fleet_manager', 'site_contact', 'keyholder', 'workshop', 'provider', 'authority'
        """
    static let assetKind = """
        'car', 'van', 'truck', 'bus', 'trailer', 'tractor', 'motorcycle', 'scooter', 'charger', 'generator', 'boiler', \
        'heat_pump', 'battery', 'mower', 'boat', 'other'
        """
    static let energy = "'petrol', 'diesel', 'gas', 'hybrid', 'phev', 'bev', 'hydrogen', 'mains', 'none'"
    static let endOfCase = "'solved', 'withdrawn', 'declined', 'referred', 'unreached', 'merged'"
    static let caseState = """
        'open', 'planned', 'told', 'under_way', 'on_scene', 'in_transit', 'in_workshop', \(endOfCase)
        """
    static let planState = """
        'made', 'provisional', 'needs_location', 'needs_approval', 'none_available', 'none_needed'
        """
    static let placeSource = "'gps', 'site', 'person', 'network'"
    static let legKind = """
        'patrol', 'tow', 'technician_visit', 'secondary_tow', 'third_party', 'transfer', 'remote_action'
        """
    static let jobState = """
        'offered', 'accepted', 'declined', 'delayed', 'en_route', 'on_scene', 'fixed', 'made_safe', 'loaded', \
        'delivered', 'stored', 'gone_on_arrival', 'unable', 'no_access', 'part_needed', 'refused_at_destination', \
        'stood_down', 'cancel_confirmed', 'expired'
        """
    static let liveHold = "'held', 'asked', 'confirmed'"
    static let holdState = "\(liveHold), 'refused', 'released', 'fulfilled'"
    /// Calls to the people with the asset.
    static let callKind = """
        'breakdown_call', 'site_call', 'service_offer', 'prevent_offer', 'call_again', 'triage', 'follow_up'
        """
    /// Calls to those who help.
    static let helperCallKind = "'authority_call', 'provider_call', 'workshop_call'"
    static let endOfTask = "'done', 'withdrawn'"
    static let taskState = "'ready', 'claimed', 'waiting', \(endOfTask)"
    static let outcome = """
        'reached', 'no_answer', 'busy', 'voicemail', 'wrong_number', 'other_person', 'hung_up', 'phone_off', \
        'call_back', 'accepted', 'declined', 'has_own_help', 'no_need', 'solved', 'language', 'in_danger'
        """

    // Since the third migration.
    static let approvalState = "'needed', 'given', 'refused', 'waived'"
    static let etaSource = "'estimate', 'road', 'crew'"
}
