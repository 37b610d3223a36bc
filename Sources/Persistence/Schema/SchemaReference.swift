/// Customers, people, assets, sites, units, workshops and what else is imported.
///
/// Files may be imported in any order, so there are no foreign keys between these tables: what refers to a missing
/// row is treated as unknown.
enum SchemaReference {
    /// Names, phones and needs live in `customer` and `contact` only; everything else refers to them by id.
    static let people = """
        CREATE TABLE customer (
            id TEXT PRIMARY KEY,
            name TEXT,
            phone TEXT,
            language TEXT,
            timezone TEXT,
            do_not_call INTEGER NOT NULL DEFAULT 0 CHECK (do_not_call IN (0, 1)),
            second_contact TEXT
        ) STRICT;

        CREATE TABLE contact (
            id TEXT PRIMARY KEY,
            name TEXT,
            phone TEXT,
            language TEXT,
            channel TEXT NOT NULL DEFAULT 'voice' CHECK (channel IN ('voice', 'text', 'relay')),
            needs TEXT,
            timezone TEXT,
            do_not_call INTEGER NOT NULL DEFAULT 0 CHECK (do_not_call IN (0, 1)),
            second_contact TEXT
        ) STRICT;
        CREATE INDEX contact_phone ON contact (phone);
        CREATE INDEX customer_phone ON customer (phone);

        CREATE TABLE contact_role (
            id INTEGER PRIMARY KEY,
            contact_id TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN (\(Words.role))),
            of_kind TEXT NOT NULL CHECK (of_kind IN ('asset', 'customer', 'site', 'unit', 'workshop', 'provider')),
            of_id TEXT NOT NULL,
            valid_from INTEGER,
            valid_to INTEGER,
            hours TEXT,
            may_authorise INTEGER NOT NULL DEFAULT 0 CHECK (may_authorise IN (0, 1))
        ) STRICT;
        CREATE UNIQUE INDEX contact_role_of ON contact_role (of_kind, of_id, role, contact_id, ifnull(valid_from, 0));
        CREATE INDEX contact_role_contact ON contact_role (contact_id);

        -- Everybody who can be called. A customer's row makes its owner contact, with the customer's id, unless a
        -- contact of that id says it better.
        CREATE VIEW person AS
            SELECT id, name, phone, language, channel, needs, timezone, do_not_call, second_contact FROM contact
            UNION ALL
            SELECT id, name, phone, language, 'voice', NULL, timezone, do_not_call, second_contact FROM customer
            WHERE NOT EXISTS (SELECT 1 FROM contact WHERE contact.id = customer.id);
        """

    static let assets = """
        CREATE TABLE asset (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            known INTEGER NOT NULL DEFAULT 0 CHECK (known IN (0, 1)),
            customer_id TEXT,
            kind TEXT NOT NULL DEFAULT 'other' CHECK (kind IN (\(Words.assetKind))),
            make TEXT,
            model TEXT,
            year INTEGER,
            energy TEXT CHECK (energy IN (\(Words.energy))),
            drivetrain TEXT CHECK (drivetrain IN ('fwd', 'rwd', 'awd')),
            gross_mass_kg INTEGER,
            combination_mass_kg INTEGER,
            length_m REAL,
            height_m REAL,
            plate TEXT,
            vin TEXT,
            colour TEXT,
            site_id TEXT,
            trailer TEXT,
            impact TEXT CHECK (impact IN ('life', 'cold_chain', 'public', 'business', 'private', 'redundant')),
            purposes TEXT NOT NULL DEFAULT 'assist;prevent;improve',
            note TEXT
        ) STRICT;
        CREATE INDEX asset_customer ON asset (customer_id) WHERE customer_id IS NOT NULL;
        CREATE INDEX asset_plate ON asset (plate) WHERE plate IS NOT NULL;
        CREATE INDEX asset_vin ON asset (vin) WHERE vin IS NOT NULL;
        CREATE INDEX asset_site ON asset (site_id) WHERE site_id IS NOT NULL;

        CREATE TABLE device (
            profile TEXT NOT NULL,
            device TEXT NOT NULL,
            asset_id TEXT NOT NULL,
            PRIMARY KEY (profile, device)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX device_asset ON device (asset_id);

        CREATE TABLE site (
            id TEXT PRIMARY KEY,
            customer_id TEXT,
            name TEXT,
            lat REAL CHECK (lat BETWEEN -90 AND 90),
            lon REAL CHECK (lon BETWEEN -180 AND 180),
            timezone TEXT,
            access_hours TEXT,
            access_note TEXT,
            height_limit_m REAL,
            country TEXT
        ) STRICT;
        """

    static let help = """
        CREATE TABLE provider (
            id TEXT PRIMARY KEY,
            name TEXT,
            phone TEXT,
            language TEXT,
            timezone TEXT,
            note TEXT
        ) STRICT;

        CREATE TABLE unit (
            id TEXT PRIMARY KEY,
            version INTEGER NOT NULL DEFAULT 1,
            name TEXT,
            kind TEXT,
            capabilities TEXT NOT NULL DEFAULT '',
            max_mass_kg INTEGER,
            lat REAL CHECK (lat BETWEEN -90 AND 90),
            lon REAL CHECK (lon BETWEEN -180 AND 180),
            phone TEXT,
            shift_start TEXT,
            shift_end TEXT,
            provider_id TEXT,
            reach TEXT NOT NULL DEFAULT 'mqtt' CHECK (reach IN ('mqtt', 'phone')),
            seats INTEGER,
            height_m REAL,
            readiness_minutes REAL,
            retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
        ) STRICT;

        CREATE TABLE workshop (
            id TEXT PRIMARY KEY,
            name TEXT,
            lat REAL CHECK (lat BETWEEN -90 AND 90),
            lon REAL CHECK (lon BETWEEN -180 AND 180),
            timezone TEXT,
            opening_hours TEXT,
            skills TEXT NOT NULL DEFAULT '',
            brands TEXT NOT NULL DEFAULT '',
            phone TEXT,
            night_drop INTEGER NOT NULL DEFAULT 0 CHECK (night_drop IN (0, 1)),
            auto_confirm INTEGER NOT NULL DEFAULT 0 CHECK (auto_confirm IN (0, 1)),
            hv_quarantine INTEGER NOT NULL DEFAULT 0 CHECK (hv_quarantine IN (0, 1)),
            retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
        ) STRICT;

        -- `bay` tells places of one workshop apart that start at the same time.
        CREATE TABLE slot (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workshop_id TEXT NOT NULL,
            start INTEGER NOT NULL,
            bay INTEGER NOT NULL DEFAULT 1,
            minutes INTEGER NOT NULL CHECK (minutes > 0),
            skills TEXT NOT NULL DEFAULT '',
            retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
            UNIQUE (workshop_id, start, bay)
        ) STRICT;
        CREATE INDEX slot_start ON slot (start);

        -- `holder` is a workshop or a unit.
        CREATE TABLE stock (
            holder TEXT NOT NULL,
            part TEXT NOT NULL,
            quantity INTEGER NOT NULL CHECK (quantity >= 0),
            PRIMARY KEY (holder, part)
        ) STRICT, WITHOUT ROWID;

        -- `area` is a GeoJSON polygon, `road` the name of a road.
        CREATE TABLE zone (
            id TEXT PRIMARY KEY,
            name TEXT,
            rule TEXT NOT NULL CHECK (rule IN ('own_unit', 'concession', 'police')),
            area TEXT,
            road TEXT,
            provider_id TEXT,
            phone TEXT,
            country TEXT,
            note TEXT
        ) STRICT;

        CREATE TABLE contract (
            id TEXT PRIMARY KEY,
            customer_id TEXT,
            asset_id TEXT,
            territory TEXT,
            tow_km REAL,
            approval TEXT,
            limit_amount REAL,
            currency TEXT,
            covers TEXT,
            valid_from INTEGER,
            valid_to INTEGER,
            note TEXT
        ) STRICT;
        CREATE INDEX contract_customer ON contract (customer_id);

        CREATE TABLE place (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            kind TEXT,
            road TEXT,
            km REAL,
            direction TEXT,
            lat REAL NOT NULL CHECK (lat BETWEEN -90 AND 90),
            lon REAL NOT NULL CHECK (lon BETWEEN -180 AND 180),
            country TEXT
        ) STRICT;
        CREATE INDEX place_lat ON place (lat, lon);
        """
}
