import Persistence
import Pipeline

/// The imported world: few units, few slots, people with their own ways.
enum Town {
    static let files: [(kind: ReferenceKind, text: String)] = [
        (
            .customers,
            """
            id,name,phone,language,timezone,do_not_call,second_contact
            c-1,Kadri Kask,+3725550001,et,Europe/Tallinn,false,c-2
            c-2,Jaan Jogi,+3725550002,en,Europe/Tallinn,true,
            fleet,Northern Parcels,+3725550003,en,Europe/Tallinn,false,

            """
        ),
        (
            .contacts,
            """
            id,name,phone,language,channel
            d-1,Mart Mets,+3725550011,en,voice
            d-2,Anna Ots,+3725550012,ru,text
            s-1,Porter,+3725550013,et,voice

            """
        ),
        (
            .sites,
            """
            id,customer_id,name,lat,lon,timezone,access_hours
            yard,fleet,Yard,59.405,24.81,Europe/Tallinn,Mo-Su 06:00-22:00

            """
        ),
        (
            .assets,
            """
            id,customer_id,kind,make,energy,gross_mass_kg,plate,site_id
            car-1,c-1,car,Ford,petrol,1800,101 AAA,
            car-2,c-2,car,Kia,bev,1900,102 BBB,
            car-3,c-1,car,Skoda,petrol,1600,103 CCC,
            van-4,fleet,van,Ford,diesel,3200,104 DDD,
            truck-5,fleet,truck,Volvo,diesel,18000,105 EEE,
            van-6,fleet,van,Ford,diesel,3200,106 FFF,
            charger-7,fleet,charger,Delta,mains,,,yard

            """
        ),
        (
            .roles,
            """
            contact_id,role,of_kind,of_id
            d-1,driver,asset,car-1
            d-2,driver,asset,van-4
            d-1,driver,asset,truck-5
            fleet,fleet_manager,customer,fleet
            s-1,site_contact,site,yard

            """
        ),
        (
            .devices,
            """
            profile,device,asset_id
            obd2-mqtt,700123,car-3
            ovms-v3,ev9,car-2

            """
        ),
        (.providers, "id,name,phone\nhelp,Town Recovery,+3725550020\n"),
        (
            .units,
            """
            id,name,kind,capabilities,max_mass_kg,phone,provider_id,reach,seats
            T1,Flatbed one,flatbed,flatbed;winch,4000,+3725550021,help,mqtt,3
            T2,Flatbed two,flatbed,flatbed;winch;ev_trained;hv_certified,4000,+3725550022,help,mqtt,2
            P1,Patrol,patrol,jump_start;battery;tyre;lockout,4000,+3725550023,help,mqtt,1
            H1,Heavy one,heavy,heavy;air_supply,40000,+3725550024,help,phone,2
            E1,Electrician,technician,electrician,4000,+3725550025,help,mqtt,1

            """
        ),
        (
            .workshops,
            """
            id,name,lat,lon,timezone,phone,night_drop,auto_confirm,hv_quarantine
            W1,Peterburi,59.43,24.84,Europe/Tallinn,+3725550031,true,true,true
            W2,Kadaka,59.41,24.66,Europe/Tallinn,+3725550032,false,false,false

            """
        ),
        (.stock, "holder,part,quantity\nP1,starter_battery,1\nW1,starter_battery,2\n"),
    ]

    /// Assets that speak the native protocol.
    static let assets = ["car-1", "car-2", "van-4", "truck-5", "van-6", "charger-7", "stray-8"]
    static let units = ["T1", "T2", "P1", "H1", "E1"]

    /// Codes that mean different things for different kinds of assets.
    static func codes(of asset: String) -> [String] {
        switch asset {
        case "truck-5": ["j1939/SPN100.FMI1", "j1939/SPN46.FMI1", "P0420"]
        case "charger-7": ["ocpp/GroundFailure", "ocpp/PowerSwitchFailure"]
        case "car-2": ["P0A0D", "P0AA6", "C0300", "P0562"]
        default: ["P0524", "P0217", "P0562", "C0300", "P0300", "P0420", "B1000"]
        }
    }
}
