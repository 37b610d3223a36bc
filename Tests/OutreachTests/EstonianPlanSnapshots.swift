/// What is said of each way that a plan can go, word for word.
let estonianPlanSnapshots: [String: String] = [
    "concession, named": """
    Sellel teel tohib sõidukeid ära vedada ainult selleks volitatud ettevõte. Selle ettevõtte nimi on \
    Maanteeabi OÜ. Küsin sealt abi ja kinnitan Teile aja kohe, kui see on kindel.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "concession, unnamed": """
    Sellel teel tohib sõidukeid ära vedada ainult selleks volitatud ettevõte. Küsin sealt abi ja kinnitan \
    Teile aja kohe, kui see on kindel.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "police": """
    Sellel teel otsustab politsei, kes sõiduki ära veab. Küsin seda ja kinnitan Teile aja kohe, kui see on \
    kindel.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "third party accepted": """
    Selle tee jaoks volitatud ettevõte on töö vastu võtnud ja kohale jõudmiseks kulub 20 kuni 30 minutit. \
    Ettevõtte nimi on Maanteeabi OÜ.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Abi kohale jõudmiseks kulub 20 kuni 30 minutit.
    """,
    "third party accepted, nothing known": """
    Selle tee jaoks volitatud ettevõte on töö vastu võtnud; ütlen Teile aja kohe, kui seda tean.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "approval of a tow": """
    Enne äravedu peab nõusoleku andma autopargi juht; küsin seda kohe.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "approval of help": """
    Enne abi saatmist on vaja nõusolekut; küsin seda kohe.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "two units": """
    Helistan, sest töö võtab üle keegi teine.
    Platvormiga puksiirauto on töö vastu võtnud ja kohale jõudmiseks kulub 20 kuni 30 minutit. Puksiirauto, \
    millest Teile rääkisin, võib veel teel olla. Kui see jõuab enne kohale, öelge palun meeskonnale, et töö \
    on kellegi teise käes, ja andke meile teada.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Abi kohale jõudmiseks kulub 20 kuni 30 minutit.
    """,
    "former unit alone": """
    Helistan, sest meil on kadunud ühendus abiga, millest Teile rääkisin.
    Teie juurde on kutsutud platvormiga puksiirauto. Kinnitan aja kohe, kui see on kindel. Abiauto, millest \
    Teile rääkisin, võib veel teel olla. Kui see kohale jõuab, andke meile palun teada.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "part on board": """
    Autoabi patrull on töö vastu võtnud ja kohale jõudmiseks kulub 20 kuni 30 minutit. Uus osa on kaasas: \
    aku.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Abi kohale jõudmiseks kulub 20 kuni 30 minutit.
    """,
    "visit asked": """
    Küsin, kas tehnik saab tulla homme kell 9:00, ja kinnitan aja Teile kohe, kui see on kindel.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "visit with part": """
    Tehnik tuleb homme kell 9:00. Uus osa on tal kaasas: aku.
    Kui kaua läheb? Tehnik tuleb homme kell 9:00.
    """,
    "stored": """
    Teie auto on turvaliselt hoiul. Plaani järgi viime selle töökotta homme kell 9:00.
    Seejärel oodatakse Teid töökojas homme kell 10:00. Töökoja nimi on Peterburi tee autoteenindus.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "standby": """
    Praegu ei ole vaja, et keegi Teie juurde tuleks, aga abi on läheduses olemas. Kui olukord halveneb, \
    peatuge ohutus kohas ja helistage meile kohe.
    Hoian Teile töökojas aega kell 14:30; see ei ole veel kinnitatud. Töökoja nimi on Peterburi tee \
    autoteenindus.
    Kui kaua läheb? Praegu ei ole vaja, et keegi tuleks.
    """,
    "all busy": """
    Kõik meeskonnad, kes saaksid Teid aidata, on praegu hõivatud. Otsime edasi ja saadame Teile sõnumi kohe, \
    kui keegi on töö vastu võtnud. Otsin uuesti 5 minuti pärast. Võib-olla saab mõni meeskond tulla siis, \
    kui on oma praeguse töö lõpetanud.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "off shift": """
    Praegusel kellaajal ei ole tööl ühtegi meeskonda, kes saaks Teid aidata. Otsime edasi ja saadame Teile \
    sõnumi kohe, kui keegi on töö vastu võtnud. Otsin uuesti homme kell 9:00. Küsin ka, kas mõni teine \
    ettevõte saab aidata.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "none capable": """
    Sobiva varustusega meeskonda praegu läheduses ei ole. Otsime edasi ja saadame Teile sõnumi kohe, kui \
    keegi on töö vastu võtnud. Kui saate ise kiiremini abi, kasutage seda ja andke meile palun teada.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "all refused": """
    Mitte keegi, kelle poole olen seni pöördunud, ei ole veel tööd vastu võtnud. Otsime edasi ja saadame \
    Teile sõnumi kohe, kui keegi on seda teinud. Otsin uuesti 1 minuti pärast.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "slot refused": """
    Helistan, sest töökoja aeg on muutunud.
    Teie juurde on kutsutud platvormiga puksiirauto. Kinnitan aja kohe, kui see on kindel.
    Töökoda ei saa sõidukit vastu võtta kell 14:30. Otsin teise aja ja annan Teile teada. Töökoja nimi on \
    Peterburi tee autoteenindus.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "slot to be called": """
    Teie juurde on kutsutud platvormiga puksiirauto. Kinnitan aja kohe, kui see on kindel.
    Hoian Teile töökojas aega kell 14:30. Helistame töökotta ja annan Teile teada kohe, kui see on \
    kinnitatud. Töökoja nimi on Peterburi tee autoteenindus.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "night drop": """
    Platvormiga puksiirauto on töö vastu võtnud ja kohale jõudmiseks kulub 20 kuni 30 minutit.
    Seejärel oodatakse Teid töökojas homme kell 10:00. Töökoja nimi on Peterburi tee autoteenindus. Töökoda \
    on siis suletud; Teie auto jääb sinna, kuni töökoda avatakse homme kell 9:00.
    Kui kaua läheb? Abi kohale jõudmiseks kulub 20 kuni 30 minutit.
    """,
    "yard": """
    Platvormiga puksiirauto on töö vastu võtnud ja kohale jõudmiseks kulub 20 kuni 30 minutit.
    Küsisin töökojast aega homme kell 10:00 ja annan Teile teada kohe, kui see on kinnitatud. Töökoja nimi \
    on Peterburi tee autoteenindus. Töökoda on siis suletud; Teie auto seisab turvaliselt meie hoiukohas, \
    kuni töökoda avatakse homme kell 9:00.
    Kui kaua läheb? Abi kohale jõudmiseks kulub 20 kuni 30 minutit.
    """,
    "change: approval_refused": """
    Helistan, sest abi, millest Teile rääkisin, ei kiidetud heaks; sooviksin Teiega kokku leppida, mis saab \
    edasi.
    Ma ei ole veel kedagi saatnud; kõigepealt sooviksin Teilt kuulda, milline on olukord.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "change: third_party": """
    Helistan, sest sellel teel peab sõiduki ära vedama keegi teine.
    Ma ei ole veel kedagi saatnud; kõigepealt sooviksin Teilt kuulda, milline on olukord.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "change: moved": """
    Helistan, sest olete pärast meie kõnet edasi liikunud; lähtume nüüd Teie uuest asukohast.
    Ma ei ole veel kedagi saatnud; kõigepealt sooviksin Teilt kuulda, milline on olukord.
    Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.
    Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
    """,
    "call: lost touch": """
    Tere! Siin Callahead, juhtum 1042. Olete meilt töö vastu võtnud ja meie ühendus Teiega on kadunud. Abi \
    vajab auto, registreerimisnumber 123 ABC.
    Asukoht on: Narva maantee, Lasnamäe lähedal.
    Kus Te praegu olete, kas saate ikka tulla ja mitme minuti pärast jõuate kohale?
    """,
    "call: third party": """
    Tere! Siin autoabikeskus Callahead, juhtum 1042. Abi vajab auto, registreerimisnumber 123 ABC. Sellel \
    teel me ise sõidukeid ära vedada ei tohi.
    Asukoht on: Narva maantee, Lasnamäe lähedal.
    Saabus teade, et õlirõhk on kadunud.
    Värv: punane. Inimesi kohal: 3.
    Kas saate kellegi saata ja mitme minuti pärast jõuab ta kohale?
    """,
    "call: workshop with part": """
    Tere! Siin Callahead, juhtum 1042. Remonti vajab auto, registreerimisnumber 123 ABC.
    Saabus teade, et õlirõhk on kadunud.
    Kas saate sõiduki vastu võtta kell 14:30 ja kas Teil on olemas see osa: aku? Palun kinnitage või pakkuge \
    teine aeg.
    """,
    "call: workshop that has the part": """
    Tere! Siin Callahead, juhtum 1042. Remonti vajab auto, registreerimisnumber 123 ABC.
    Saabus teade, et õlirõhk on kadunud.
    Kas saate sõiduki vastu võtta kell 14:30? Palun kinnitage või pakkuge teine aeg.
    """,
    "call: approve tow": """
    Tere, Mari Maasikas! Siin Callahead; juhtumi number on 1042. Abi vajab auto, registreerimisnumber 123 \
    ABC, ja mul on vaja Teie nõusolekut.
    Asukoht on: Narva maantee, Lasnamäe lähedal.
    Saabus teade, et õlirõhk on kadunud.
    Sooviksime selle töökotta viia. Töökoja nimi on Peterburi tee autoteenindus. Kas olete sellega nõus?
    """,
    "call: approve help": """
    Tere, Mari Maasikas! Siin Callahead; juhtumi number on 1042. Abi vajab auto, registreerimisnumber 123 \
    ABC, ja mul on vaja Teie nõusolekut.
    Saabus teade, et õlirõhk on kadunud.
    Sooviksime abi kohale saata. Kas olete sellega nõus?
    """,
]

/// The end of the advice in some of them.
let estonianShortWords = [
    "Sellel teel tohib sõidukeid vedada ainult volitatud ettevõte. Küsime sealt ja kinnitame aja.",
    "Sellel teel otsustab äraveo üle politsei. Küsime ja kinnitame aja.",
    "Töö võttis vastu Maanteeabi OÜ: 20 kuni 30 minutit.",
    "Enne äravedu on vaja nõusolekut; küsime seda kohe.",
    "Küsime, kas tehnik saab tulla kell 14:30, ja kinnitame aja.", "Tehnik tuleb kell 14:30.",
    "Teie auto on turvaliselt hoiul. Ütleme, millal see töökotta viiakse.",
    "Kui olukord halveneb, peatuge ohutus kohas ja helistage meile.",
]
